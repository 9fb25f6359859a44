/** One query for the numbers of all items, where a chain asks for those of each: `db.select({ value: count() }).from(posts)`. */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { chainIn, type Numbers } from './builder-chain.ts'
import { builderKeys, dropped, listEdits, runsForAll, wordOf } from './by-builder.ts'
import { linksOf } from '../code/code.ts'
import { isUnseen } from '../code/results.ts'
import { conditionHelpers } from './condition-helpers.ts'
import { declines } from './declines.ts'
import { addProperty, breakChain, insert, replaceNode } from '../edits/edit.ts'
import { wrapped } from '../edits/parentheses.ts'
import { singular } from '../edits/names.ts'
import { braced, styleOf } from '../edits/style-of.ts'
import { isSyncQuery, perItem } from './per-item.ts'
import { onlyRow } from './rows-taken.ts'
import { providerOf } from '../relations/models.ts'

export function groupsByBuilder(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'builder' || many.groups === undefined) return undefined
  const item = perItem(reached, 'reads')
  const helpers = item && conditionHelpers(item.source, about, many.package)
  const provider = item && providerOf(about.schema(item.source.path, reached.call.library.name), reached.call.library, about.dependencies(item.source.path))
  const chain = helpers && chainIn(item, many, helpers, { numbersOf: provider })
  if (!item || !helpers?.add(many.in) || !chain?.numbers || chain.columns === undefined || chain.isSorted) return undefined
  const { source, query, lookup } = item
  const { keys, columns, numbers } = chain
  const [{ key, column }, ...others] = keys
  const isTaken = keys.some((each, index) => numbers.some(({ name }) => name === each.column) || keys.findIndex(one => one.column === each.column) < index)
  if (isTaken || !isUnseen(source, lookup)) return declines(reached, 'somebody would see the key beside the numbers')
  const read = builderKeys(reached, about, item, chain)
  if (!read) return undefined
  const where = linksOf(source, query).find(link => link.name === many.where)!
  const { quote } = styleOf(source)
  const nothing = braced(styleOf(source), numbers.map(each => `${each.name}: ${each.nothing.replaceAll('\'', quote)}`).join(', '))
  return {
    item, key, list: read.list, word: `${singular(wordOf(chain.table))}${numbers.every(each => each.isCount) ? 'Count' : 'Total'}`, property: column, grouped: false, asText: false,
    skipsMissing: read.skipsMissing[0]!, doubts: [...read.own.doubts(), ...read.doubts, ...chain.doubts, ...oddDoubts(numbers)], ...isSyncQuery(reached.call, source, query) && { sync: true },
    ...others.length > 0 && { also: others.map((each, index) => ({ key: each.key, property: each.column, skipsMissing: read.skipsMissing[index + 1]! })) },
    join(list, all) {
      const { edits: elsewhere, local } = helpers.add(many.in)!
      const lefts = keys.map(({ condition }) => source.textOf(source.as(condition, 'call')!.arguments[0]!))
      const callee = source.as(source.as(where.call, 'call')!.callee, 'member')!
      // As far in as the condition's own link.
      const gap = source.text.slice(source.node(where.receiver).end, callee.nameStart)
      const inside: TextEdit[] = [
        ...keys.flatMap(({ condition }, index) => listEdits(source, condition, local, index === 0 ? list : all!.each[index]!)),
        ...keys.flatMap((each, index) => addProperty(source, columns, each.column, lefts[index]!, 'stays')),
        insert(source.node(where.call).end, `${gap}${many.groups}(${lefts.join(', ')})`),
        ...chain.one ? [dropped(source, chain.one)] : [], ...chain.first ? [runsForAll(source, chain.first, many)] : [],
      ]
      return { inside, elsewhere }
    },
    breaks: outer => breakChain(source, query, outer),
    use: found => (chain.first === undefined ? onlyRow(source, lookup, `${found} ?? ${nothing}`) : [replaceNode(source, lookup, wrapped(source, lookup, `${found} ?? ${nothing}`))]),
  }
}

/** Where there are no rows, the database may give a text for a number. */
export const oddDoubts = (numbers: Numbers): string[] => numbers.filter(each => each.isOdd).map(({ name, nothing }) => `\`${name}\` of nothing is a ${nothing === '0' ? 'number' : 'text'}`)
