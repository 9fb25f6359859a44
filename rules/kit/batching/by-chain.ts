/** Queries that are built by links over texts: `db('users').where({ id }).first()` → `db('users').whereIn('id', ids)`. */
import type { Library, ManyByChain } from '../library.ts'
import type { About, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { askedAgain, inPlace, type Batch } from './batch.ts'
import { addColumns, lastPart } from './chain-columns.ts'
import { dropped } from './by-builder.ts'
import { chainQuery, type ChainKey, type ChainQuery, type Link } from './chain-query.ts'
import { declines } from './declines.ts'
import { isSamePlace, linksOf, rootOf, within } from '../code/code.ts'
import { anyKey } from './guarded-keys.ts'
import { breakChain, insert, replaceNode } from '../edits/edit.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { camel, plural, singular } from '../edits/names.ts'
import { ownRows, type OwnRows } from './own-rows.ts'
import { providerOf } from '../relations/models.ts'
import { isTested, perItem, type PerItem } from './per-item.ts'
import { callsNamed, disturbances, effectOf, holdersOf, isUnseen } from '../code/results.ts'
import { isOwnKey, keyDoubts, sharingDoubts } from './row-sharing.ts'
import { takesFirst } from './rows-taken.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'
import { kindOfKey, walkedFacts, type ListFacts } from '../code/types.ts'

export function batchByChain(reached: Reached, about: About): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'chain') return undefined
  const item = perItem(reached, 'reads')
  const chain = item && chainQuery(item, many, reached.call.node)
  if (!item || !chain) return undefined
  const { source, lookup, query } = item
  const { keys } = chain
  const [{ key, condition, property }, ...others] = keys
  const column = lastPart(condition.column)
  const isUnique = keys.some(each => isOwnKey(lastPart(each.condition.column)))
  const isRow = chain.first !== undefined || chain.isOne
  if (chain.throws && !isRow) return undefined
  // Of several rows that have the key, the first by some order, or any.
  const isAnyOfMany = chain.one !== undefined && !isRow && !takesFirst(source, lookup)
  const isFirst = (isRow || chain.one !== undefined) && (chain.isSorted || isAnyOfMany) && !isUnique
  const provider = providerOf(undefined, reached.call.library, about.dependencies(source.path))
  const isDistinct = isFirst && many.distinctOn?.databases.includes(provider ?? '') === true && !linksOf(source, query).some(link => many.locks?.includes(link.name))
  const isCutOff = isAnyOfMany && !isUnique && !isDistinct
  // Rows of a model are no plain objects, which a column could be taken out of.
  const strips = isUnseen(source, lookup) ? [] : keys.filter(each => each.property === undefined).map(each => lastPart(each.condition.column))
  if (strips.length > 0 && many.table === 'receiver') return declines(reached, 'somebody would see the keys among the columns')

  const read = chainKeys(reached, item, many, chain)
  const rows = read && (sharingDoubts(item, holdersOf(source, lookup), isUnseen(source, lookup)) ?? (isRow && read.own.mayChange() ? [] : undefined))
  if (!read || !rows) return undefined
  const word = wordOf(chain)
  const doubts = [...read.own.doubts(), ...read.doubts, ...rows]
  if (isFirst && !isDistinct) doubts.push(`few \`${plural(word)}\` share their ${keys.map(each => `\`${lastPart(each.condition.column)}\``).join(' and ')}`)
  if (many.table === 'receiver' && column.includes('_')) doubts.push(`rows hold it as \`${column}\``)

  const isGrouped = !(isRow && (isUnique || isDistinct))
  return {
    item, key, list: read.list, word, property: property ?? column, grouped: isGrouped, asText: true, skipsMissing: read.skipsMissing, doubts,
    ...(many.failsOnEmpty && { failsOnEmpty: true }), ...strips.length > 0 && { strips }, ...chain.throws && { asksAgain: true as const },
    ...others.length > 0 && { also: others.map(each => ({ key: each.key, property: each.property ?? lastPart(each.condition.column) })) },
    ...(isFirst && !isDistinct) && { firstOfSeveral: true },
    join: (list, all) => {
      const inside = [...listEdits(source, chain, many, keys.map((_, index) => (index === 0 ? list : all!.each[index]!))), ...isDistinct ? distinctEdits(item, chain, many) : [], ...rowEdits(source, chain, many)]
      return { inside, elsewhere: [] }
    },
    breaks: outer => breakChain(source, query, outer),
    use: found => {
      if (chain.throws) return [askedAgain(item, isGrouped ? `${found}?.[0]` : found)]
      if (isRow) return [{ ...outOfParentheses(source, lookup), text: isGrouped ? `${found}?.[0]` : found }]
      return isCutOff ? [replaceNode(source, lookup, `(${found} ?? []).slice(0, 1)`)] : inPlace(item, '[]')(found)
    },
  }
}

/** What one row is called. */
export const wordOf = ({ table }: ChainQuery): string => singular(camel(table.slice(table.lastIndexOf('.') + 1)))

/** What is known of the keys and of what else the turns do; undefined where a list of these would not find the same. */
export function chainKeys(reached: Reached, item: PerItem, many: ManyByChain, chain: ChainQuery): { list: ListFacts; own: OwnRows; skipsMissing: boolean; doubts: string[] } | undefined {
  const { source } = item
  const list = walkedFacts(source, item.list)
  const isRows = list.query !== undefined && linksOf(source, list.query).some(link => link.name === many.rows || many.selects.includes(link.name) || many.where.includes(link.name))
  const doubts = chain.keys.map(({ key, condition }) => keyDoubts(item, key, list, lastPart(condition.column), isRows))
  const own = ownRows(item, chain.keys.map(({ key, condition }) => ({ key, column: lastPart(condition.column) })))
  const meanwhile = disturbed(item, chain, reached.call.library, own)
  if (doubts.includes(undefined) || meanwhile === 'stop') return undefined
  const missing = chain.keys.map(({ key }) => kindOfKey(item, key, list).missing)
  // A value that is missing asks for rows without one, which a list of keys cannot say.
  const isNullAsked = many.forms.includes('pair') || many.forms.includes('object')
  const skipsMissing = item.conditional && chain.keys.some(({ key }, index) => (missing[index] !== false && isTested(item, key)) || anyKey(item, key, list)?.isPartial)
  if (skipsMissing ? chain.keys.length > 1 : isNullAsked && missing.includes(true)) return undefined
  const columns = chain.keys.map(({ condition }) => `\`${lastPart(condition.column)}\``)
  const pairs = columns.length > 1 && !item.crossed ? [`few other pairs of ${columns.join(' and ')} have rows`] : []
  return { list, own, skipsMissing, doubts: [...new Set([...doubts.flatMap(each => each!), ...pairs, ...chain.doubts, ...meanwhile, ...isNullAsked && !skipsMissing && missing.includes(undefined) ? ['no key is missing'] : []])] }
}

/** The conditions on keys as conditions on lists of them. */
export function listEdits(source: Source, { keys }: ChainQuery, many: ManyByChain, lists: readonly string[]): TextEdit[] {
  const style = styleOf(source)
  const { operator } = many.in
  const linkFor = ({ condition }: ChainKey) => `.${many.in.link}(${quoted(style, condition.column)}, ${operator === undefined ? '' : `${quoted(style, operator)}, `}${lists[keys.findIndex(each => each.condition === condition)]})`
  return keys.flatMap((each): TextEdit[] => {
    const { condition: { link, form, value, object } } = each
    if (form === 'operator' && operator !== undefined) {
      const given = source.as(link.call, 'call')!.arguments
      return [replaceNode(source, given[1]!, quoted(style, operator)), replaceNode(source, value, lists[keys.indexOf(each)]!)]
    }
    const { start, end } = afterReceiver(source, link)
    if (form !== 'object') return [{ start, end, text: linkFor(each) }]
    const own = keys.filter(other => other.condition.link === link)
    if (own[0] !== each) return []
    const whole = own.map(linkFor).join('')
    const rest = object!.node.properties.filter(property => own.every(other => other.condition.object!.property !== property)).map(property => source.text.slice(property.start, property.end))
    return rest.length === 0 ? [{ start, end, text: whole }] : [replaceNode(source, object!.id, braced(style, rest.join(', '))), insert(end, whole)]
  })
}

/** One row for each key, the first by the order that is there. */
function distinctEdits({ source, query }: PerItem, { keys, one, isSorted }: ChainQuery, many: ManyByChain): TextEdit[] {
  const columns = keys.map(({ condition }) => quoted(styleOf(source), condition.column))
  const sort = linksOf(source, query).find(link => many.sorts.includes(link.name)) ?? one!
  const { start } = afterReceiver(source, sort)
  const gap = source.text.slice(source.node(sort.receiver).end, start)
  const distinct = `.${many.distinctOn!.link}(${columns.length === 1 ? columns[0] : `[${columns.join(', ')}]`})`
  return [distinct, ...(isSorted ? columns : []).map(column => `.${many.sorts[0]}(${column})`)].map(link => insert(source.node(sort.receiver).end, gap + link))
}

/** All rows rather than the first, with the key among their columns. */
function rowEdits(source: Source, chain: ChainQuery, many: ManyByChain): TextEdit[] {
  const { first, one, columns, keys, throws } = chain
  const edits: TextEdit[] = []
  if (one) edits.push(dropped(source, one.call))
  const given = columns ? source.as(columns.call, 'call')!.arguments : []
  const hidden = keys.filter(each => each.property === undefined).map(each => each.condition.column)
  const added = columns && hidden.length > 0 ? addColumns(source, given, hidden, many.rows !== undefined) : undefined
  if (added) edits.push(added)
  if (throws && throws !== first) edits.push(dropped(source, throws.call))
  if (!first) return edits
  const member = source.as(source.as(first.call, 'call')!.callee, 'member')!
  if (columns?.call === first.call) edits.push({ start: member.nameStart, end: member.end, text: many.selects[0]! })
  else if (many.rows !== undefined) edits.push({ start: member.nameStart, end: member.end, text: many.rows })
  else edits.push(dropped(source, first.call))
  return edits
}

/** `.where(…)` with what is blank before it kept in front. */
export function afterReceiver(source: Source, link: Link): { start: number; end: number } {
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
