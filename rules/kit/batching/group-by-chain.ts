/** One query for the numbers of all items, where a chain of texts asks for those of each: `db('posts').where({ authorId }).count('* as posts')`. */
import type { ManyByChain } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { dropped } from './by-builder.ts'
import { afterReceiver, chainKeys, listEdits, wordOf } from './by-chain.ts'
import { lastPart } from './chain-columns.ts'
import { chainQuery, type ChainQuery } from './chain-query.ts'
import { linksOf, stepsOf } from '../code/code.ts'
import { isUnseen } from '../code/results.ts'
import { declines } from './declines.ts'
import { breakChain, insert, replaceNode } from '../edits/edit.ts'
import { wrapped } from '../edits/parentheses.ts'
import { quoted, styleOf, braced } from '../edits/style-of.ts'
import { oddDoubts } from './group-by-builder.ts'
import { perItem, type PerItem } from './per-item.ts'
import { providerOf } from '../relations/models.ts'
import { onlyRow } from './rows-taken.ts'

export function groupsByChain(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'chain' || !many.numbers) return undefined
  const item = perItem(reached, 'reads')
  const provider = item && providerOf(undefined, reached.call.library, about.dependencies(item.source.path))
  const chain = item && chainQuery(item, many, reached.call.node, { provider })
  if (!item || !chain || !chain.numbers || chain.isSorted || chain.isOne || linksOf(item.source, item.query).some(link => many.locks?.includes(link.name))) return undefined
  const { source, lookup, query } = item
  const { keys, numbers: { all: numbers, isSize } } = chain
  const [{ key }, ...others] = keys
  const names = keys.map(({ condition }) => lastPart(condition.column))
  if (!isSize && !isUnseen(source, lookup)) return declines(reached, 'somebody would see the key beside the numbers')
  if (numbers.some(({ name }) => names.includes(name))) return undefined
  const typed = isSize ? typeOfSize(reached, item, many, chain, names) : ''
  const read = chainKeys(reached, item, many, chain)
  if (!read || typed === undefined) return undefined
  const { quote } = styleOf(source)
  const nothing = braced(styleOf(source), numbers.map(each => `${each.name}: ${each.nothing.replaceAll('\'', quote)}`).join(', '))
  return {
    item, key, list: read.list, word: `${wordOf(chain)}${numbers.every(each => each.isCount) ? 'Count' : 'Total'}`, property: names[0]!, grouped: false, asText: true, skipsMissing: read.skipsMissing,
    doubts: [...read.own.doubts(), ...read.doubts, ...oddDoubts(numbers)],
    ...(many.failsOnEmpty && { failsOnEmpty: true }),
    ...others.length > 0 && { also: others.map((each, index) => ({ key: each.key, property: names[index + 1]! })) },
    ...isSize && { valueIn: (row: string) => `Number(${row}.${numbers[0]!.name})` },
    join: (list, all) => ({ inside: [...listEdits(source, chain, many, keys.map((_, index) => (index === 0 ? list : all!.each[index]!))), ...groupEdits(item, chain, many, typed)], elsewhere: [] }),
    breaks: outer => breakChain(source, query, outer),
    use: found => {
      if (isSize) return inPlace(item, '0')(found)
      return chain.first ? [replaceNode(source, lookup, wrapped(source, lookup, `${found} ?? ${nothing}`))] : onlyRow(source, lookup, `${found} ?? ${nothing}`)
    },
  }
}

/** The key among what is selected, and as what the rows are grouped by. */
function groupEdits({ source, query }: PerItem, { keys, numbers, one, first }: ChainQuery, many: ManyByChain, typed: string): TextEdit[] {
  const style = styleOf(source)
  const columns = keys.map(({ condition }) => quoted(style, condition.column))
  const link = (name: string) => `.${name}(${many.rows !== undefined && columns.length > 1 ? `[${columns.join(', ')}]` : columns.join(', ')})`
  const { at, isSize } = numbers!
  const span = afterReceiver(source, at)
  const gap = source.text.slice(source.node(at.receiver).end, span.start)
  if (isSize) {
    const counted = `.${many.numbers!.size!.counts}(${quoted(style, `* as ${numbers!.all[0]!.name}`)})`
    return [{ ...span, text: link(many.selects[0]!) }, ...[counted, link(many.numbers!.groups), ...typed === '' ? [] : [typed]].map(each => insert(span.end, gap + each))]
  }
  // A column of a joined table is known from there on.
  const before = linksOf(source, query).filter(each => many.joins.includes(each.name) && source.node(each.call).end > source.node(at.call).end).at(-1)?.call ?? at.receiver
  const last = linksOf(source, query).filter(each => each.call !== first?.call && each.call !== one?.call && each.name !== many.rows).at(-1)!
  const edits: TextEdit[] = [insert(source.node(before).end, gap + link(many.selects[0]!)), insert(source.node(last.call).end, gap + link(many.numbers!.groups))]
  if (one) edits.push(dropped(source, one.call))
  if (!first) return edits
  const member = source.as(source.as(first.call, 'call')!.callee, 'member')!
  return [...edits, many.rows === undefined ? dropped(source, first.call) : { start: member.nameStart, end: member.end, text: many.rows }]
}

/** Rows of a model are of its type, which knows no number: what they are has to be said. Empty where the file has no types. */
function typeOfSize({ call: { version } }: Reached, { source }: PerItem, { numbers }: ManyByChain, { client }: ChainQuery, names: readonly string[]): string | undefined {
  if (!source.facts.language.startsWith('ts')) return ''
  const { typed, since, counts } = numbers!.size!
  const model = stepsOf(source, client)
  if (model?.length !== 1 || Number.parseInt(version ?? String(since), 10) < since) return undefined
  const { quote } = styleOf(source)
  return `.${typed}<{ ${names.map(name => `${name}: ${model[0]}[${quote}${name}${quote}]`).join('; ')}; ${counts}: number | string }[]>()`
}
