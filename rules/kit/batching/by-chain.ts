/** Queries that are built by links over texts: `db('users').where({ id }).first()` → `db('users').whereIn('id', ids)`. */
import type { Library, ManyByChain } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { inPlace, type Batch } from './batch.ts'
import { addColumn } from './chain-columns.ts'
import { chainQuery, type ChainQuery, type Link } from './chain-query.ts'
import { isSamePlace, linksOf, rootOf, within } from '../code/code.ts'
import { breakChain, insert, replaceNode } from '../edits/edit.ts'
import { camel, singular } from '../edits/names.ts'
import { ownRows, type OwnRows } from './own-rows.ts'
import { perItem, type PerItem } from './per-item.ts'
import { callsNamed, disturbances, effectOf, holdersOf, isUnseen } from '../code/results.ts'
import { isOwnKey, keyDoubts, sharingDoubts } from './row-sharing.ts'
import { takesFirst } from './rows-taken.ts'
import { quoted, styleOf } from '../edits/style-of.ts'
import { kindOfKey, walkedFacts } from '../code/types.ts'

export function batchByChain(reached: Reached): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'chain') return undefined
  const item = perItem(reached, 'reads')
  const chain = item && chainQuery(item, many, reached.call.node)
  if (!item || !chain) return undefined
  const { source, lookup, query } = item
  const { condition, key } = chain
  const column = condition.column.slice(condition.column.lastIndexOf('.') + 1)
  const isUnique = isOwnKey(column)
  const isRow = chain.first !== undefined || chain.isOne
  if ((isRow || chain.one) && chain.isSorted) return undefined
  if (chain.one && !isRow && !isUnique && !takesFirst(source, lookup)) return undefined
  if (chain.property === undefined && !isUnseen(source, lookup)) return undefined

  const list = walkedFacts(source, item.list)
  const doubts = keyDoubts(item, key, list, column, list.query !== undefined && linksOf(source, list.query).some(link => link.name === many.rows || many.selects.includes(link.name) || many.where.includes(link.name)))
  const own = ownRows(item, [{ key, column }])
  const meanwhile = disturbed(item, chain, reached.call.library, own)
  const rows = sharingDoubts(item, holdersOf(source, lookup), isUnseen(source, lookup)) ?? (isRow && own.mayChange() ? [] : undefined)
  if (!doubts || !rows || meanwhile === 'stop') return undefined
  const { missing } = kindOfKey(item, key, list)
  // A value that is missing asks for rows without one, which a list of keys cannot say.
  const isNullAsked = many.forms.includes('pair') || many.forms.includes('object')
  if (isNullAsked && missing === true) return undefined
  if (isNullAsked && missing === undefined) doubts.push('no key is missing')
  if (many.table === 'receiver' && column.includes('_')) doubts.push(`rows hold it as \`${column}\``)

  const isGrouped = !(isRow && isUnique)
  return {
    item, key, list, word: singular(camel(chain.table.slice(chain.table.lastIndexOf('.') + 1))), property: chain.property ?? column, grouped: isGrouped, asText: true, skipsMissing: false,
    doubts: [...doubts, ...own.doubts(), ...rows, ...meanwhile],
    ...(many.failsOnEmpty && { failsOnEmpty: true }),
    join: keys => {
      const inside = [...listEdits(source, chain, many, keys), ...rowEdits(source, chain, many)]
      return { inside, elsewhere: [] }
    },
    breaks: outer => breakChain(source, query, outer),
    use: isRow ? found => [replaceNode(source, lookup, isGrouped ? `${found}?.[0]` : found)] : inPlace(item, '[]'),
  }
}

/** The condition on one key as a condition on many. */
function listEdits(source: Source, { condition }: ChainQuery, many: ManyByChain, keys: string): TextEdit[] {
  const { link, form, value, object } = condition
  const name = quoted(styleOf(source), condition.column)
  const { start, end } = afterReceiver(source, link)
  const { operator } = many.in
  const whole = `.${many.in.link}(${name}, ${operator === undefined ? '' : `${quoted(styleOf(source), operator)}, `}${keys})`
  if (form === 'operator' && operator !== undefined) {
    const given = source.as(link.call, 'call')!.arguments
    return [replaceNode(source, given[1]!, quoted(styleOf(source), operator)), replaceNode(source, value, keys)]
  }
  if (form !== 'object' || object!.node.properties.length === 1) return [{ start, end, text: whole }]
  const rest = object!.node.properties.filter(each => each !== object!.property).map(each => source.text.slice(each.start, each.end))
  const { brace } = styleOf(source)
  return [replaceNode(source, object!.id, `{${brace}${rest.join(', ')}${brace}}`), insert(end, whole)]
}

/** All rows rather than the first, with the key among their columns. */
function rowEdits(source: Source, chain: ChainQuery, many: ManyByChain): TextEdit[] {
  const { first, one, columns, property, condition } = chain
  const edits: TextEdit[] = []
  if (one) edits.push({ ...afterReceiver(source, one), text: '' })
  const given = columns ? source.as(columns.call, 'call')!.arguments : []
  const added = columns && property === undefined ? addColumn(source, given, condition.column, many.rows !== undefined) : undefined
  if (added) edits.push(added)
  if (!first) return edits
  const member = source.as(source.as(first.call, 'call')!.callee, 'member')!
  if (columns?.call === first.call) edits.push({ start: member.nameStart, end: member.end, text: many.selects[0]! })
  else if (many.rows !== undefined) edits.push({ start: member.nameStart, end: member.end, text: many.rows })
  else edits.push({ ...afterReceiver(source, first), text: '' })
  return edits
}

/** `.where(…)` with what is blank before it kept in front. */
function afterReceiver(source: Source, link: Link): { start: number; end: number } {
  const member = source.as(source.as(link.call, 'call')!.callee, 'member')!
  const before = source.node(member.object).end
  const dot = before + source.text.slice(before, member.nameStart).lastIndexOf('.')
  return { start: dot, end: source.node(link.call).end }
}

/** What else the turns do with the database. A builder's write is told by any link of its chain. */
function disturbed(item: PerItem, { client }: ChainQuery, library: Library, own: OwnRows): 'stop' | string[] {
  const { source, turn, query } = item
  const becomes = new Set(Object.values(library.types ?? {}).flatMap(type => [...Object.values(type.members ?? {}), ...Object.values(type.static ?? {}), type.called ?? {}])
    .flatMap(fact => ('becomes' in fact && fact.becomes ? Object.keys(fact.becomes) : [])))
  for (const at of within(source, turn)) {
    const member = source.as(source.as(at, 'call')?.callee ?? -1, 'member')
    if (!member || source.contains(query, at) || source.contains(at, query)) continue
    const isWrite = (becomes.has(member.name) || effectOf(library, member.name) === 'write') && !own.isOwn(at)
    if (isWrite && isSamePlace(source, rootOf(source, at), rootOf(source, client))) return 'stop'
    if (isWrite && becomes.has(member.name) && linksOf(source, at).some(link => callsNamed(library, link.name).length > 0)) return 'stop'
  }
  return disturbances(source, within(source, turn), query, { library, client, writes: (other, effect) => (effect === 'write' && !own.isOwn(other) ? 'yes' : 'no') })
}
