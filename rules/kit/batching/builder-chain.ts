/** Reads a query that is built by a chain with helpers: which conditions are keys, what is listed, how it ends. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { ManyByBuilder } from '../library.ts'
import type { Source } from '../source.ts'
import type { ConditionHelpers } from './condition-helpers.ts'
import { isPlainObject, linksOf, stepsOf } from '../code/code.ts'
import { numberInTag, type NumberOfNone } from '../sql/numbers.ts'
import { isSteady, keyAt, type Key, type PerItem } from './per-item.ts'
import { plainCalls } from './plain-calls.ts'

export interface KeyedCondition {
  /** The comparison, its key, and the column on its left. */
  condition: NodeId
  key: Key
  column: string
  /** The table that it is of: the chain's own, or one that is joined. */
  table: string
  /** The name under which the column is among those that are listed. */
  alias: string | undefined
}

export interface Chain {
  keys: [KeyedCondition, ...KeyedCondition[]]
  table: string
  /** The object that lists the columns. */
  columns: NodeId | undefined
  /** They are numbers over all rows that fit: their names, with what nothing gives. */
  numbers: Numbers | undefined
  client: NodeId
  one: NodeId | undefined
  /** The call at its end that gives the row itself. */
  first: NodeId | undefined
  isSorted: boolean
  isJoined: boolean
  /** What is taken for granted of functions that are called in it. */
  doubts: string[]
  propertyOf(each: KeyedCondition): string
}

export const isSort = (name: string, many: ManyByBuilder): boolean => many.sorts?.includes(name) ?? name === 'orderBy'

/** Reads the chain; undefined for any link whose meaning for many rows is not known. */
export function chainIn(item: PerItem, many: ManyByBuilder, helpers: ConditionHelpers, gives: 'rows' | { numbersOf: string | undefined } = 'rows'): Chain | undefined {
  const { source, query } = item
  const links = linksOf(source, query)
  const [select, from] = links
  if (!select || !from || source.node(query).kind !== 'call') return undefined
  const calls = plainCalls(source, helpers.isKnown)
  let conditions: NodeId[] | undefined
  let one: NodeId | undefined
  let first: NodeId | undefined
  for (const link of links.slice(1)) {
    const { arguments: given, types } = source.as(link.call, 'call')!
    if (types) return undefined
    if (link.name === many.where) {
      if (conditions !== undefined || given.length !== 1) return undefined
      conditions = conditionsIn(item, many, given[0]!, helpers, calls.isKnown)
      if (conditions === undefined) return undefined
    } else if (many.one.includes(link.name)) {
      if (given.length !== 1 || source.as(given[0]!, 'number')?.value !== 1) return undefined
      one = link.call
    } else if (many.first?.[link.name] !== undefined && link.call === query && given.length === 0) {
      first = link.call
    } else if (many.runs?.includes(link.name) && link.call === query && given.length === 0) {
      continue
    } else if (!many.keeps.includes(link.name) || given.some(each => !isSteady(item, each, calls.isKnown))) {
      return undefined
    }
  }
  const table = stepsOf(source, source.as(from.call, 'call')!.arguments[0] ?? -1)?.join('.')
  const given = source.as(select.call, 'call')!.arguments
  const columns = given[0]
  const listed = columns === undefined ? undefined : source.as(columns, 'object')
  const joins = links.filter(link => many.joins?.includes(link.name) ?? link.name.endsWith('Join'))
  const isJoined = joins.length > 0
  const tables = [table, ...joins.map(link => stepsOf(source, source.as(link.call, 'call')!.arguments[0] ?? -1)?.join('.'))]
  if (table === undefined || given.length > 1 || (columns !== undefined && !isPlainObject(listed)) || (isJoined && columns === undefined)) return undefined
  if (columns !== undefined && !isSteady(item, columns, calls.isKnown)) return undefined
  const numbers = gives === 'rows' ? undefined : numbersIn(source, listed, many, helpers, gives.numbersOf)
  if (gives !== 'rows' && !numbers) return undefined
  // An aggregate over the rows of one key is another one over those of all.
  if (gives === 'rows' && listed?.properties.some(({ value }) => (stepsOf(source, value)?.length ?? 0) < 2)) return undefined
  const keys = (conditions ?? []).map((condition): KeyedCondition | undefined => {
    const keyed = keyedBy(item, condition, calls.isKnown)
    if (!keyed || !tables.includes(keyed.table)) return undefined
    const same = listed?.properties.find(({ value }) => stepsOf(source, value)?.join('.') === `${keyed.table}.${keyed.column}`)
    if (listed && !same && listed.properties.some(({ key: name }) => name === keyed.column)) return undefined
    return { ...keyed, alias: same?.key }
  })
  if (keys.length === 0 || keys.includes(undefined) || (keys.length > 1 && keys.some(each => each!.key.steps.length > 0))) return undefined
  const isSorted = links.some(link => isSort(link.name, many))
  const propertyOf = (each: KeyedCondition) => (columns === undefined ? each.column : each.alias ?? each.column)
  return { keys: keys as Chain['keys'], table, columns, numbers, client: select.receiver, one, first, isSorted, isJoined, doubts: calls.doubts(), propertyOf }
}

/** Names of numbers over rows, with what each is where there are no rows. */
export type Numbers = (NumberOfNone & { name: string })[]

/** `{ value: count() }`: what helpers of the package work out, or the text of SQL does; undefined where anything else is listed. */
function numbersIn(source: Source, listed: NodeOf<'object'> | undefined, many: ManyByBuilder, helpers: ConditionHelpers, provider: string | undefined): Numbers | undefined {
  const numbers = listed?.properties.map(({ key, value }) => {
    const links = linksOf(source, value)
    const maker = links[0]?.receiver ?? value
    if (links.some(({ name, call }) => name !== many.converts || stepsOf(source, source.as(call, 'call')!.arguments[0] ?? -1)?.join('.') !== 'Number')) return undefined
    const name = helpers.nameAt(maker)
    const nothing = name === undefined ? undefined : many.numbers?.[name]
    if (source.as(maker, 'call')) return nothing === undefined ? undefined : { name: key!, nothing, isCount: nothing === '0' }
    const number = name === many.sql ? numberInTag(source, maker, provider) : undefined
    if (!number || links.length === 0 || number.nothing === 'null') return number && { name: key!, ...number }
    return { name: key!, nothing: '0', isCount: number.isCount }
  })
  return !numbers?.length || numbers.includes(undefined) ? undefined : numbers as Numbers
}

/** The comparisons with keys that vary: alone, or among conditions that must all hold. */
export function conditionsIn(item: PerItem, many: Pick<ManyByBuilder, 'equals' | 'all'>, id: NodeId, helpers: ConditionHelpers, isKnown = helpers.isKnown): NodeId[] | undefined {
  const { source } = item
  const call = source.as(id, 'call')
  const name = call && helpers.nameAt(id)
  if (!call || name === undefined) return undefined
  if (name === many.equals && call.arguments.length === 2) {
    return isSteady(item, call.arguments[0]!) && !isSteady(item, call.arguments[1]!, isKnown) ? [id] : undefined
  }
  if (!(many.all ?? ['and']).includes(name)) return undefined
  const varying = call.arguments.filter(each => !isSteady(item, each, isKnown))
  const found = varying.map(each => conditionsIn(item, many, each, helpers, isKnown))
  return varying.length === 0 || found.includes(undefined) ? undefined : found.flatMap(each => each!)
}

/** A comparison of a column with a key: `eq(posts.authorId, author.id)`. */
export function keyedBy(item: PerItem, condition: NodeId, isKnown: (call: NodeId) => boolean): KeyedCondition | undefined {
  const { source } = item
  const [left, right] = source.as(condition, 'call')!.arguments
  const member = source.as(left!, 'member')
  const table = member && stepsOf(source, member.object)?.join('.')
  const key = table === undefined ? undefined : keyAt(item, right!, isKnown)
  return !member || table === undefined || !key ? undefined : { condition, key, column: member.name, table, alias: undefined }
}
