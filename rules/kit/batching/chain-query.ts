/** Reads a query that is built by links over texts: `db('users').where({ id }).first()`. */
import type { NodeId, NodeOf, Property } from '../facts.ts'
import type { ManyByChain } from '../library.ts'
import type { Source } from '../source.ts'
import { columnOf, columnsIn, lastPart, type Column } from './chain-columns.ts'
import { isDate, isPlainObject, linksOf, stepsOf } from '../code/code.ts'
import { numbersOfLink } from './chain-numbers.ts'
import type { Numbers } from './builder-chain.ts'
import { isSteady, keyAt, type Key, type PerItem } from './per-item.ts'
import { plainCalls, type PlainCalls } from './plain-calls.ts'

export type Link = ReturnType<typeof linksOf>[number]

export interface ChainQuery {
  /** The table or the model. */
  table: string
  /** What the chain starts from: `db` of `db('users')`, the class of `User.query()`. */
  client: NodeId
  keys: [ChainKey, ...ChainKey[]]
  /** The link that lists columns. */
  columns: Link | undefined
  /** Numbers over all rows, and the first link that asks for some. */
  numbers: { all: Numbers; at: Link; /** That link gives the number itself. */ isSize: boolean } | undefined
  /** `limit(1)`; the link that gives the row itself. */
  one: Link | undefined
  first: Link | undefined
  /** The condition's own link says "one row". */
  isOne: boolean
  isSorted: boolean
  /** A row that is missing is an error, by that link. */
  throws: Link | undefined
  /** What is taken for granted of functions that are called in it. */
  doubts: string[]
}

export interface ChainKey {
  condition: Condition
  key: Key
  /** The property of a row that holds the key; undefined where the columns are listed without it. */
  property: string | undefined
}

export interface Condition {
  link: Link
  form: 'pair' | 'operator' | 'object' | 'id'
  /** As it is written: `users.id`. */
  column: string
  value: NodeId
  /** Of the object form. */
  object?: { node: NodeOf<'object'>; id: NodeId; property: Property }
}

/** Undefined for any link whose meaning for many rows is not known. `numbersOf`: numbers are asked for, of that database. */
export function chainQuery(item: PerItem, many: ManyByChain, start: NodeId, numbersOf?: { provider: string | undefined }): ChainQuery | undefined {
  const { source, query } = item
  const call = source.as(start, 'call')
  const calls = plainCalls(source, at => isDate(source, at))
  const steady = (id: NodeId) => isSteady(item, id, calls.isKnown)
  if (!call || source.node(query).kind !== 'call' || call.arguments.some(each => !steady(each))) return undefined
  const links = linksOf(source, query).filter(link => link.call > start ? false : link.call !== start)
  const callee = source.as(call.callee, 'member')
  const first = callee && linksOf(source, query).find(link => link.call === start)
  const isNumber = (link: Link) => numbersOf !== undefined && (many.numbers?.as === 'links' ? many.numbers.of[link.name] !== undefined : many.selects.includes(link.name))
  // Rows are asked for by no chain that starts with a number of them.
  if (first && !numbersOf && many.numbers?.as === 'links' && many.numbers.of[first.name] !== undefined) return undefined
  const client = many.table === 'receiver' || isBuilt(first, many) || (first && isNumber(first)) ? callee?.object : call.callee
  // `getDb().selectFrom(…)`: who gives the client gives the same one before the turns.
  const given = source.as(client ?? -1, 'call')
  if (client === undefined || !stepsOf(source, given?.arguments.length === 0 ? given.callee : client)) return undefined

  const found: Partial<ChainQuery> & { conditions: Condition[]; isSorted: boolean; isJoined: boolean } = { conditions: [], isSorted: false, isJoined: false }
  let table = many.table === 'receiver' ? stepsOf(source, client)?.at(-1) : textAt(source, call.arguments[0])
  let hasAll = false
  const numbers: Numbers = []
  const started = first && (many.selects.includes(first.name) || isNumber(first)) ? [first] : []
  for (const link of [...started, ...links]) {
    const given = source.as(link.call, 'call')!
    const isCondition = many.where.includes(link.name) || many.whereOne?.includes(link.name) || many.byId?.includes(link.name)
    if (given.types) return undefined
    if (isNumber(link)) {
      const each = numbersOfLink(item, many, link, numbersOf!.provider)
      if (!each) return undefined
      numbers.push(...each)
      found.numbers ??= { all: numbers, at: link, isSize: false }
    } else if (numbersOf && many.numbers?.size?.link === link.name && link.call === query && given.arguments.length === 0) {
      found.numbers = { all: [{ name: many.numbers.size.counts, nothing: '0', isCount: true }], at: link, isSize: true }
    } else if (isCondition) {
      const conditions = conditionsIn(item, many, link, calls)
      if (conditions === undefined) return undefined
      if (conditions !== 'steady') found.conditions.push(...conditions)
      else if (many.whereOne?.includes(link.name) || many.byId?.includes(link.name)) return undefined
    } else if (many.from?.includes(link.name)) {
      table = textAt(source, given.arguments[0])
    } else if (many.selects.includes(link.name)) {
      if (found.columns) return undefined
      if (given.arguments.length === 0 || columnsIn(source, given.arguments)?.some(each => each.base === '*')) hasAll = true
      else found.columns = link
    } else if (many.all.includes(link.name)) {
      if (given.arguments.length > 0) return undefined
      hasAll = true
    } else if (many.one.includes(link.name)) {
      if (source.as(given.arguments[0] ?? -1, 'number')?.value !== 1) return undefined
      found.one = link
    } else if (many.first.includes(link.name) && link.call === query) {
      found.first = link
      if (given.arguments.length > 0) {
        if (found.columns) return undefined
        found.columns = link
      }
    } else if (many.throws?.includes(link.name) && link.call === query && !numbersOf) {
      found.throws = link
    } else if (many.joins.includes(link.name) || many.keeps.includes(link.name)) {
      if (given.arguments.some(each => !steady(each))) return undefined
      if (many.joins.includes(link.name)) found.isJoined = true
      if (many.sorts.includes(link.name)) found.isSorted = true
    } else if (!(link.name === many.rows && link.call === query && given.arguments.length === 0)) {
      return undefined
    }
  }
  if (table === undefined || (found.columns && hasAll) || (numbersOf && !found.numbers)) return undefined
  if (found.numbers ? found.columns !== undefined || hasAll : !found.columns && !hasAll && many.asksForColumns) return undefined
  // Rows of joined tables overwrite each other's columns, unless they are listed.
  if (found.isJoined && !found.columns && !found.numbers) return undefined
  const keys = found.conditions.map((condition): ChainKey | undefined => {
    const key = keyAt(item, condition.value, calls.isKnown)
    const property = found.numbers ? undefined : propertyOf(source, found.columns, condition.column, found.isJoined)
    return key && property !== 'hidden' ? { condition, key, property } : undefined
  })
  const isPlain = keys.length === 1 || (keys.every(each => each?.key.steps.length === 0) && new Set(found.conditions.map(each => lastPart(each.column))).size === keys.length)
  if (keys.length === 0 || keys.includes(undefined) || !isPlain) return undefined
  return {
    table: table.trim().split(/\s+/)[0]!, client, keys: keys as ChainQuery['keys'], columns: found.columns, numbers: found.numbers, one: found.one, first: found.first,
    isOne: found.conditions.some(({ link: { name } }) => many.whereOne?.includes(name) || many.byId?.includes(name)), isSorted: found.isSorted, throws: found.throws ?? (found.first && many.throws?.includes(found.first.name) ? found.first : undefined), doubts: calls.doubts(),
  }
}

const isBuilt = (link: Link | undefined, many: ManyByChain): boolean =>
  link !== undefined && (many.selects.includes(link.name) || many.from?.includes(link.name) === true || many.from === undefined)

const textAt = (source: Source, id: NodeId | undefined): string | undefined => source.as(id ?? -1, 'text')?.value

/** The conditions whose values vary; `steady` where none does. */
function conditionsIn(item: PerItem, many: ManyByChain, link: Link, { isKnown }: PlainCalls): Condition[] | 'steady' | undefined {
  const { source } = item
  const { arguments: given } = source.as(link.call, 'call')!
  if (given.every(each => isSteady(item, each, isKnown))) return 'steady'
  const [first, second, third] = given
  if (many.byId?.includes(link.name)) return given.length === 1 ? [{ link, form: 'id', column: 'id', value: first! }] : undefined
  const object = source.as(first ?? -1, 'object')
  if (object) {
    if (given.length !== 1 || !many.forms.includes('object') || !isPlainObject(object)) return undefined
    const varying = object.properties.filter(({ value }) => !isSteady(item, value, isKnown))
    if (object.properties.some(({ value }) => ['array', 'object'].includes(source.node(value).kind))) return undefined
    return varying.map(property => ({ link, form: 'object', column: property.key!, value: property.value, object: { node: object, id: first!, property } }))
  }
  const column = textAt(source, first)
  if (column === undefined) return undefined
  if (given.length === 2 && many.forms.includes('pair')) return [{ link, form: 'pair', column, value: second! }]
  const isEqual = given.length === 3 && textAt(source, second) === '='
  return isEqual && many.forms.includes('operator') ? [{ link, form: 'operator', column, value: third! }] : undefined
}

/** Under which name rows hold the column; `hidden` where that cannot be told. */
function propertyOf(source: Source, columns: Link | undefined, column: string, isJoined: boolean): string | undefined | 'hidden' {
  const own = columnOf(column)
  if (!columns) return own.property
  const listed = columnsIn(source, source.as(columns.call, 'call')!.arguments)
  if (!listed) return 'hidden'
  const isSame = (each: Column) => each.base === own.base || (!isJoined && lastPart(each.base) === own.property)
  const found = listed.find(isSame)
  if (found) return found.property
  if (listed.some(each => lastPart(each.base) === '*')) return isJoined ? 'hidden' : own.property
  return listed.some(each => each.property === own.property) ? 'hidden' : undefined
}
