/** A query by an object of conditions that runs once per item, taken apart: `findUnique({ where: { id } })`. */
import type { NodeId, NodeOf, Property } from '../facts.ts'
import type { ManyByObject } from '../library.ts'
import type { About, Reached } from '../rule.ts'
import type { SchemaModel } from '../schema.ts'
import type { Source } from '../source.ts'
import type { Subject } from '../code/results.ts'
import { bindingOf, isDate, isPlainObject, propertyOf, rootOf, stepsOf, varies } from '../code/code.ts'
import { declines } from './declines.ts'
import { askedBy, fieldOf } from '../relations/models.ts'
import type { OwnRows } from './own-rows.ts'
import { plainCalls } from './plain-calls.ts'
import { isSteady, keyAt, perItem, type Key, type PerItem } from './per-item.ts'
import { callsNamed } from '../code/results.ts'
import { listFacts, walkedFacts, type ListFacts } from '../code/types.ts'

export interface ObjectQuery {
  item: PerItem
  many: ManyByObject
  client: NodeId
  /** The method's name in the call: `findUnique`. */
  method: NodeOf<'member'>
  /** The conditions; the object that holds them is -1 where the call is handed the key itself. */
  conditions: readonly Property[]
  whereId: NodeId
  /** The one that varies; undefined where the call is handed the key itself. */
  condition: (Property & { key: string }) | undefined
  /** Further ones that do, where the caller takes them. */
  others: readonly { condition: Property & { key: string }; key: Key }[]
  /** Conditions are told together under a name of the key that they are: `postId_userId: { postId, userId }`. */
  compound: Property | undefined
  /** What else is asked for (`include`, `orderBy`), and the object that holds it; -1 where there is none. */
  wishes: readonly Property[]
  wishesId: NodeId
  key: Key
  list: ListFacts
  /** What is open about calls in its conditions and wishes. */
  callDoubts(): string[]
}

/** A query for rows, or one for a number. With `about`, in its wider forms too: several keys, steps to a key, an early end. */
export function objectQuery(reached: Reached, gives: 'rows' | 'number' = 'rows', about?: About): ObjectQuery | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'object' || (many.missing === 'number') !== (gives === 'number')) return undefined
  const item = perItem(reached, about ? 'reads' : 'all')
  if (!item) return undefined
  const { source, query } = item
  const call = source.as(query, 'call')
  const method = call && source.as(call.callee, 'member')
  if (!call || call.types || call.optional || !method || method.optional || varies(source, method.object, item.turn)) return declines(reached, 'the call itself differs from turn to turn, or has type arguments')
  const given = call.arguments
  if (given.length <= many.argument || given.length > (many.wishes ?? many.argument) + 1) return declines(reached, 'it has other arguments than are known')

  const parts = many.key === 'always' ? keyItself(source, given, many) : partsOf(source, given, many, about && askedBy(reached.call, about).model) ?? (many.key ? keyItself(source, given, many) : undefined)
  if (!parts) return declines(reached, 'its conditions are no plain object')
  const { conditions, wishes } = parts
  const calls = plainCalls(source, at => isDate(source, at) || isOwnHelper(source, at, reached.call.library.packages))
  const { isKnown } = calls
  const varying = conditions.filter(({ value }) => !isSteady(item, value, isKnown))
  if (parts.whereId >= 0 && varying.length === 0) return declines(reached, 'none of its conditions is told by the element')
  const keys = varying.map(condition => ({ condition: condition as Property & { key: string }, key: keyAt(item, condition.value, isKnown) }))
  const odd = keys.find(({ condition, key }) => !key || many.operators.includes(condition.key))
  if (odd) return declines(reached, `the condition on \`${odd.condition.key}\` is no comparison with a key of the element`)
  const [first, ...others] = keys as { condition: Property & { key: string }; key: Key }[]
  const key = first?.key ?? keyAt(item, given[many.argument]!, isKnown)
  if (!key) return declines(reached, 'its key cannot be worked out before the loop')
  const wish = wishes.find(({ value }) => !isSteady(item, value, isKnown))
  if (wish) return declines(reached, `\`${wish.key}\` differs from turn to turn`)
  if (!about && (others.length > 0 || key.steps.length > 0)) return undefined
  if (others.some(other => other.key.steps.length > 0) || (others.length > 0 && key.steps.length > 0)) return declines(reached, 'one of its several keys takes steps to work out')
  const client = clientOf(source, method, reached.call.subject)
  return { item, many, client, method, ...parts, condition: first?.condition, others, key, callDoubts: calls.doubts, list: about ? walkedFacts(source, item.list) : listFacts(source, item.list) }
}

/** A call of what the library itself hands out, which only builds a condition: `MoreThan(since)`. */
function isOwnHelper(source: Source, at: NodeId, packages: readonly string[]): boolean {
  const call = source.as(at, 'call')
  const from = call && source.facts.imports[bindingOf(source, rootOf(source, call.callee))?.import ?? -1]?.from
  return from !== undefined && packages.includes(from) && source.node(source.node(at).parent).kind !== 'await'
}

type Parts = Pick<ObjectQuery, 'conditions' | 'whereId' | 'wishes' | 'wishesId' | 'compound'>

function partsOf(source: Source, given: readonly NodeId[], many: ManyByObject, model: SchemaModel | undefined): Parts | undefined {
  const argumentId = given[many.argument]!
  const argument = source.as(argumentId, 'object')
  if (!isPlainObject(argument)) return undefined
  if (many.where === undefined) {
    const further = wishesOf(source, given, many)
    return further && { conditions: argument.properties, whereId: argumentId, compound: undefined, ...further }
  }
  const whereId = propertyOf(argument, many.where)?.value ?? -1
  const where = source.as(whereId, 'object')
  if (!isPlainObject(where)) return undefined
  const compound = where.properties.find(each => isCompound(source, each, model))
  const inner = compound && source.as(compound.value, 'object')!.properties
  const conditions = where.properties.flatMap(each => (each === compound ? inner! : [each]))
  return { conditions, whereId, compound, wishes: argument.properties.filter(({ key }) => key !== many.where), wishesId: argumentId }
}

/** `postId_userId: { postId, userId }`, where these columns are a key of the model. */
function isCompound(source: Source, { key, value }: Property, model: SchemaModel | undefined): boolean {
  const object = source.as(value, 'object')
  if (!model || !isPlainObject(object) || object.properties.length < 2 || fieldOf(model, key)) return false
  const names = new Set(object.properties.map(each => each.key))
  return model.unique.some(columns => columns.length === names.size && columns.every(column => names.has(column)))
}

/** `findByPk(id)`, `findOne(User, id)`. */
function keyItself(source: Source, given: readonly NodeId[], many: ManyByObject): Parts | undefined {
  const further = wishesOf(source, given, many)
  const isValue = !['object', 'array', 'function'].includes(source.node(given[many.argument]!).kind)
  return further && isValue ? { conditions: [], whereId: -1, compound: undefined, ...further } : undefined
}

/** What stands in an argument of its own. */
function wishesOf(source: Source, given: readonly NodeId[], many: ManyByObject): Pick<Parts, 'wishes' | 'wishesId'> | undefined {
  const id = many.wishes === undefined ? undefined : given[many.wishes]
  if (id === undefined) return { wishes: [], wishesId: -1 }
  const object = source.as(id, 'object')
  return isPlainObject(object) ? { wishes: object.properties, wishesId: id } : undefined
}

/** The query whose rows the list holds, as they are, and what they are rows of. */
export function sourceModel(reached: Reached, query: Pick<ObjectQuery, 'item' | 'list' | 'client' | 'method'>): { call: NodeId; subject: string } | undefined {
  const { listed, transaction } = reached
  const { list, item: { source } } = query
  if (!listed || listed.library !== reached.call.library || listed.subject === undefined || listed.facts.rows !== 'many') return undefined
  const { rowsIn } = listed.facts
  const isWhole = rowsIn === undefined ? list.way.length === 0 : list.way.length === 1 && String(list.way[0]) === rowsIn
  const method = source.as(source.as(listed.node, 'call')?.callee ?? -1, 'member')
  if (list.query !== listed.node || !isWhole || !method) return undefined
  if (transaction && transaction.node !== listed.node && !source.contains(transaction.node, listed.node)) return undefined
  return isSameClient(query, clientOf(source, method, listed.subject), method.object) && hasOwnReceiver(reached.call) === hasOwnReceiver(listed)
    ? { call: listed.node, subject: listed.subject } : undefined
}

/** Repositories and model classes are clients of their own; what they have in common is not written in the calls. */
function isSameClient({ client, method, item: { source } }: Pick<ObjectQuery, 'item' | 'client' | 'method'>, other: NodeId, receiver: NodeId): boolean {
  const steps = stepsOf(source, client)
  const isSame = steps !== undefined && steps.join('.') === stepsOf(source, other)?.join('.')
  return isSame || (client === method.object && other === receiver)
}

const hasOwnReceiver = ({ facts }: { facts: { model?: number } }): boolean => facts.model === undefined

/** `prisma` of `prisma.user.findMany`; the receiver itself where that is the model. */
function clientOf(source: Source, method: NodeOf<'member'>, subject: string | undefined): NodeId {
  const model = source.as(method.object, 'member')
  return model && model.name === subject ? model.object : method.object
}

/** Writes on the same model are known to matter; those on others may cascade. */
export function subjectOf(reached: Reached, { item, client }: Pick<ObjectQuery, 'item' | 'client'>, own?: OwnRows): Subject {
  const { source } = item
  const known = new Map(reached.routine.source === source ? reached.routine.steps.map(({ node, call }) => [node, call] as const) : [])
  return {
    library: reached.call.library,
    client,
    writes: (call, effect) => {
      const step = known.get(call)
      if (step ? step.effect !== 'write' : effect === 'query' || effect === 'none') return 'no'
      const subject = step ? step.subject : stepsOf(source, source.as(call, 'call')?.callee ?? -1)?.at(-2)
      if (subject !== reached.call.subject) return 'perhaps'
      return own?.isOwn(call) ? 'no' : 'yes'
    },
  }
}

/** Whether the turns write rows of the model by any other way: an active record that saves itself. */
export function writesModel(reached: Reached, { item }: Pick<ObjectQuery, 'item'>, own?: OwnRows): boolean {
  return reached.routine.source === item.source && reached.routine.steps.some(({ node, call }) =>
    call?.effect === 'write' && call.library === reached.call.library && call.subject !== undefined
    && call.subject === reached.call.subject && item.source.contains(item.turn, node) && !own?.isOwn(node))
}

/** Most elements that the list can have, where its query or its own shape says so. */
export function knownLength(reached: Reached, query: ObjectQuery): number | undefined {
  const from = sourceModel(reached, query)
  const limit = callsNamed(reached.call.library, query.many.call).find(facts => facts.options?.limit)?.options?.limit
  if (!from || !limit) return reached.keyedBy?.bound
  const { source } = query.item
  const argument = source.as(source.as(from.call, 'call')!.arguments[limit.argument] ?? -1, 'object')
  const value = argument && propertyOf(argument, limit.path)?.value
  return source.as(value ?? -1, 'number')?.value ?? reached.keyedBy?.bound
}
