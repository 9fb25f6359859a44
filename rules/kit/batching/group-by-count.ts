/** One query for the counts of all items, where a method counts the rows of a table for each: `db.$count(posts, eq(posts.authorId, id))`. */
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import { inPlace } from './batch.ts'
import { conditionsIn, keyedBy, type KeyedCondition } from './builder-chain.ts'
import { builderKeys, listEdits, wordOf } from './by-builder.ts'
import { stepsOf } from '../code/code.ts'
import { conditionHelpers } from './condition-helpers.ts'
import { declines } from './declines.ts'
import { rewrite } from '../edits/edit.ts'
import { plural, singular } from '../edits/names.ts'
import { braced, indentAt, styleOf } from '../edits/style-of.ts'
import { indentOf, isSyncQuery, perItem } from './per-item.ts'
import { plainCalls } from './plain-calls.ts'

export function groupsByCount(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'count') return undefined
  const item = perItem(reached, 'reads')
  const call = item && item.source.as(item.query, 'call')
  const method = call && item.source.as(call.callee, 'member')
  if (!item || !call || !method || method.optional || call.optional || call.types || call.arguments.length !== many.where + 1) return undefined
  const { source, query } = item
  const helpers = conditionHelpers(source, about, many.package)
  const calls = plainCalls(source, helpers.isKnown)
  const whereId = call.arguments[many.where]!
  const table = stepsOf(source, call.arguments[many.table]!)?.join('.')
  const conditions = conditionsIn(item, many, whereId, helpers, calls.isKnown)
  if (table === undefined || !conditions) return declines(reached, 'its condition is no comparison with a key of the element')
  const found = conditions.map(condition => keyedBy(item, condition, calls.isKnown)).map(each => (each?.table === table ? each : undefined))
  const [first, ...others] = found
  if (!first || others.includes(undefined) || (others.length > 0 && found.some(each => each!.key.steps.length > 0)) || !helpers.add(many.in) || !helpers.add(many.count)) return undefined
  const keys = found as [KeyedCondition, ...KeyedCondition[]]
  if (new Set(keys.map(each => each.column)).size < keys.length) return undefined
  const read = builderKeys(reached, about, item, { keys, table, client: method.object, isJoined: false })
  if (!read) return undefined
  const style = styleOf(source)
  const word = `${singular(wordOf(table))}Count`
  const value = keys.some(each => each.column === 'value') ? 'total' : 'value'
  return {
    item, key: first.key, list: read.list, word, property: first.column, grouped: false, asText: false, skipsMissing: read.skipsMissing[0]!,
    doubts: [...read.own.doubts(), ...read.doubts, ...calls.doubts()], ...isSyncQuery(reached.call, source, query) && { sync: true },
    ...keys.length > 1 && { also: keys.slice(1).map((each, index) => ({ key: each.key, property: each.column, skipsMissing: read.skipsMissing[index + 1]! })) },
    valueIn: row => `${row}.${value}`,
    join(list, all) {
      const { edits: elsewhere, local } = helpers.add(many.in)!
      const counts = helpers.add(many.count)!
      const lefts = keys.map(({ condition }) => source.textOf(source.as(condition, 'call')!.arguments[0]!))
      const where = rewrite(source, source.node(whereId).start, source.node(whereId).end, keys.flatMap(({ condition }, index) => listEdits(source, condition, local, index === 0 ? list : all!.each[index]!)))
      const columns = braced(style, [...keys.map((each, index) => `${each.column}: ${lefts[index]}`), `${value}: ${counts.local}()`].join(', '))
      const { links: named } = many
      const links = [`${named.columns}(${columns})`, `${named.from}(${table})`, `${named.where}(${where})`, `${named.groups}(${lefts.join(', ')})`]
      const whole = `const ${plural(word)} = await ${source.textOf(method.object)}.${links.join('.')}`
      // The lines move with the query.
      const inner = indentAt(source.text, source.node(query).start) + style.indent
      const isLong = indentOf(item).length + whole.length > style.width || whole.includes('\n')
      const inside: TextEdit[] = [{ start: source.node(method.object).end, end: source.node(query).end, text: links.map(link => `${isLong ? style.newline + inner : ''}.${link}`).join('') }]
      return { inside, elsewhere: [...elsewhere, ...counts.edits] }
    },
    use: inPlace(item, '0'),
  }
}
