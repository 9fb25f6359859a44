/** One query for the numbers of all items, where a chain asks for those of each: `db.select({ value: count() }).from(posts)`. */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { builderKeys, chainIn, dropped, listEdits, runsForAll, wordOf } from './by-builder.ts'
import { linksOf } from '../code/code.ts'
import { isUnseen } from '../code/results.ts'
import { conditionHelpers } from './condition-helpers.ts'
import { declines } from './declines.ts'
import { addProperty, breakChain, insert, replaceNode } from '../edits/edit.ts'
import { wrapped } from '../edits/parentheses.ts'
import { singular } from '../edits/names.ts'
import { braced, styleOf } from '../edits/style-of.ts'
import { isSyncQuery, perItem } from './per-item.ts'

export function groupsByBuilder(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'builder' || many.groups === undefined) return undefined
  const item = perItem(reached, 'reads')
  const helpers = item && conditionHelpers(item.source, about, many.package)
  const chain = helpers && chainIn(item, many, helpers, 'numbers')
  if (!item || !helpers?.add(many.in) || !chain?.numbers || chain.columns === undefined || chain.isSorted) return undefined
  const { source, query, lookup } = item
  const { keys: [{ condition, key, column }], columns, numbers } = chain
  if (chain.keys.length > 1) return declines(reached, 'its numbers are told by several keys')
  if (numbers.some(each => each.name === column) || !isUnseen(source, lookup)) return declines(reached, 'somebody would see the key beside the numbers')
  const read = builderKeys(reached, about, item, chain)
  if (!read) return undefined
  const where = linksOf(source, query).find(link => link.name === many.where)!
  const isCount = numbers.every(each => each.nothing === '0')
  const nothing = braced(styleOf(source), numbers.map(each => `${each.name}: ${each.nothing}`).join(', '))
  return {
    item, key, list: read.list, word: `${singular(wordOf(chain.table))}${isCount ? 'Count' : 'Total'}`, property: column, grouped: false, asText: false,
    skipsMissing: read.skipsMissing, doubts: read.doubts, ...isSyncQuery(reached.call, source, query) && { sync: true },
    join(keys) {
      const { edits: elsewhere, local } = helpers.add(many.in)!
      const left = source.textOf(source.as(condition, 'call')!.arguments[0]!)
      const callee = source.as(source.as(where.call, 'call')!.callee, 'member')!
      // As far in as the condition's own link.
      const gap = source.text.slice(source.node(where.receiver).end, callee.nameStart)
      const inside: TextEdit[] = [
        ...listEdits(source, condition, local, keys), ...addProperty(source, columns, column, left, 'stays'),
        insert(source.node(where.call).end, `${gap}${many.groups}(${left})`),
        ...chain.one ? [dropped(source, chain.one)] : [], ...chain.first ? [runsForAll(source, chain.first, many)] : [],
      ]
      return { inside, elsewhere }
    },
    breaks: outer => breakChain(source, query, outer),
    use: found => [replaceNode(source, lookup, chain.first === undefined ? `[${found} ?? ${nothing}]` : wrapped(source, lookup, `${found} ?? ${nothing}`))],
  }
}
