/**
 * Writes of a turn that are about nothing but the row which the turn has looked up: "find it, then change it or else create
 * it". As long as no key comes twice, no other turn would have read what they write.
 */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Source } from '../source.ts'
import type { Key, PerItem } from './per-item.ts'
import { bindingOf, chainOf, isSamePlace, linksOf, propertyOf, rootOf, stepsOf, within } from '../code/code.ts'
import { holdersOf } from '../code/results.ts'
import { listFacts } from '../code/types.ts'

export interface OwnRows {
  /** Whether the call writes nothing that another key's turn reads; it counts for `doubts` then. */
  isOwn(call: NodeId): boolean
  /** What must hold of the list because of the writes that were asked about. */
  doubts(): string[]
  /** The turn may change the row as well, since it writes it: nobody else is given the same one. */
  mayChange(): boolean
}

/** What the lookup is told apart by; the column is unknown where a function of the workspace asks. */
export interface OwnKey { key: Key; column?: string | undefined }

/** What tells one row from all others, by custom. */
const identities = new Set(['id', '_id', 'uuid', 'pk'])
const conditionLinks = new Set(['where', 'andWhere', 'eq', 'match', 'findById', 'filter'])
/** Methods whose first argument says which rows are meant. */
const changes = ['update', 'delete', 'remove', 'destroy', 'replace', 'findOneAnd', 'findByIdAnd', 'increment', 'decrement', 'soft', 'native', 'patch', 'restore']
const creations = ['create', 'insert', 'save', 'add', 'values', 'build', 'persist', 'upsert']

export function ownRows(item: PerItem, keys: readonly OwnKey[]): OwnRows {
  const { source } = item
  let isAsked = false
  const holders = holdersOf(source, item.lookup)
  const isRow = (at: NodeId): boolean => {
    const cast = source.as(at, 'cast')
    return cast ? isRow(cast.value) : holders.includes(source.as(at, 'name')?.binding ?? -1) && bindingOf(source, at)?.path.every(step => step === 0) === true
  }
  const isKey = (at: NodeId, { key }: OwnKey) => isSamePlace(source, at, key.node) || isSamePlace(source, at, key.origin) || isCopyOf(source, at, key)
  const columns = keys.flatMap(({ column }) => column ?? [])
  const isIdentity = (at: NodeId) => {
    const member = source.as(at, 'member')
    return member !== undefined && isRow(member.object) && (identities.has(member.name) || (columns.length === 1 && columns[0] === member.name))
  }

  const isNamed = (column: string) => identities.has(column) || columns.includes(column)
  /** `column` equals what tells the turn's row from all others. */
  const tells = (column: string, value: NodeId) => (isNamed(column) && isIdentity(value)) || (keys.length === 1 && (columns.length === 0 || columns[0] === column) && isKey(value, keys[0]!))

  /** The condition says that it is the turn's row: by equality. `{ id: { not: row.id } }` says the others. */
  const names = (condition: NodeOf<'object'>): boolean => condition.properties.some(({ key, value }) => key !== undefined && value >= 0 && tells(key, value))
    || keys.every(each => condition.properties.some(({ key, value }) => value >= 0 && (each.column === undefined || key === each.column) && isKey(value, each)))

  /** The same of one argument of a link: `{ id: row.id }`, `eq(users.id, row.id)`, also in an `and(…)`. */
  const says = (id: NodeId): boolean => {
    const object = source.as(id, 'object')
    if (object) return names(object)
    const call = source.as(id, 'call')
    const name = call && stepsOf(source, call.callee)?.at(-1)
    if (name === 'and') return call!.arguments.some(says)
    return name === 'eq' && call!.arguments.length === 2 && tells(source.as(call!.arguments[0]!, 'member')?.name ?? '', call!.arguments[1]!)
  }
  /** `where('id', row.id)`, `where('users.id', '=', row.id)`. */
  const saysByText = (given: readonly NodeId[]) => {
    const column = source.as(given[0] ?? -1, 'text')?.value.split('.').at(-1)
    const isEqual = given.length === 2 || (given.length === 3 && source.as(given[1]!, 'text')?.value === '=')
    return column !== undefined && isEqual && tells(column, given.at(-1)!)
  }

  /** No part of it gives the row another key. */
  const keepsKey = (whole: NodeId) => [...within(source, whole)].every(at => {
    const object = source.as(at, 'object')
    return !object || object.properties.every(({ key, value, spread, computed }) => computed === undefined && (spread || !columns.includes(key ?? '')
      || keys.some(each => each.column === key && isKey(value, each)) || isIdentity(value) || isCondition(value)))
  })
  const isCondition = (id: NodeId) => {
    const object = source.as(id, 'object')
    return object !== undefined && object.properties.length > 0 && object.properties.every(({ key }) => key !== undefined && key.startsWith('$'))
  }

  const creates = (object: NodeOf<'object'> | undefined): boolean => {
    const data = object && source.as(propertyOf(object, 'data')?.value ?? -1, 'object')
    const row = data ?? object
    if (row === undefined) return false
    // A new row gets an identity that nobody could have asked for.
    const isNew = columns.length > 0 && columns.length === keys.length && columns.every(column => identities.has(column)) && keys.every(each => {
      const value = propertyOf(row, each.column!)?.value
      return value === undefined ? row.properties.every(({ key, spread }) => key !== undefined && !spread) : ['call', 'new'].includes(source.node(value)?.kind ?? '')
    })
    return isNew || keys.every(each => row.properties.some(({ key, value }) => value >= 0 && (each.column === undefined || key === each.column) && isKey(value, each)))
  }

  const isAbout = (call: NodeId): boolean => {
    const whole = chainOf(source, call)
    if (isRow(rootOf(source, call))) return keepsKey(whole)
    const links = linksOf(source, whole)
    const argumentsOf = (id: NodeId) => source.as(id, 'call')!.arguments
    if (links.length === 0) return false
    const conditions = links.filter(({ name }) => conditionLinks.has(name))
    if (conditions.length > 0) {
      return conditions.some(link => argumentsOf(link.call).some(says) || saysByText(argumentsOf(link.call)) || (link.name === 'findById' && argumentsOf(link.call).some(isIdentity))) && keepsKey(whole)
    }
    const { name, call: own } = links.at(-1)!
    const given = argumentsOf(own)
    if (given.some(isRow)) return given.every(each => isRow(each) || keepsKey(each))
    const objects = given.map(each => source.as(each, 'object'))
    const where = objects.map(object => object && source.as(propertyOf(object, 'where')?.value ?? -1, 'object')).find(each => each !== undefined)
    if (where) return names(where) && keepsKey(whole)
    if (changes.some(each => name.startsWith(each))) {
      const first = objects.find(object => object !== undefined)
      return ((first !== undefined && names(first)) || given.some(isIdentity)) && keepsKey(whole)
    }
    return links.some(link => creations.some(each => link.name.startsWith(each)) && argumentsOf(link.call).some(each => creates(source.as(each, 'object'))))
  }

  return {
    isOwn(call) {
      const is = isAbout(call)
      isAsked ||= is
      return is
    },
    mayChange: () => isAsked,
    doubts: () => (isAsked && !isOnce(item, keys) ? [`no ${keys.map(({ key }) => `\`${source.textOf(key.origin).replaceAll(/\s+/g, ' ')}\``).join(' with the same ')} comes twice`] : []),
  }
}

/** The same text of the same names: `row.email.trim()` twice. */
function isCopyOf(source: Source, at: NodeId, key: Key): boolean {
  return source.textOf(at) === source.textOf(key.origin) && source.node(at).kind === source.node(key.origin).kind && source.node(at).kind === 'call'
}

/** Each key comes once: the list is a set, or holds rows that are told apart by it. */
function isOnce({ source, list, elements }: PerItem, keys: readonly OwnKey[]): boolean {
  return keys.some(({ key: { origin, steps } }) => {
    if (steps.length > 0) return false
    const own = source.as(origin, 'name')
    if (own) return elements.includes(own.binding) && isSet(source, list)
    const member = source.as(origin, 'member')
    return member !== undefined && identities.has(member.name) && elements.includes(source.as(member.object, 'name')?.binding ?? -1) && listFacts(source, list).query !== undefined
  })
}

/** `new Set(…)`, also as an array. */
function isSet(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'new') return source.as(node.callee, 'name')?.name === 'Set'
  if (node.kind === 'array') return node.elements.length === 1 && source.as(node.elements[0]!, 'spread') !== undefined && isSet(source, source.as(node.elements[0]!, 'spread')!.value)
  if (node.kind === 'name') {
    const binding = bindingOf(source, id)
    return binding !== undefined && binding.kind === 'const' && binding.path.length === 0 && binding.value >= 0 && isSet(source, binding.value)
  }
  const from = node.kind === 'call' ? stepsOf(source, node.callee)?.join('.') : undefined
  return node.kind === 'call' && from === 'Array.from' && node.arguments.length === 1 && isSet(source, node.arguments[0]!)
}
