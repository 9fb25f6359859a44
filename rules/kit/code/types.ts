/** What declared types say of lists and keys, as far as the file itself shows it. */
import type { NodeId } from '../facts.ts'
import type { PerItem, Key } from '../batching/per-item.ts'
import type { Source } from '../source.ts'
import { bindingOf, rootOf } from './code.ts'

/** What a value is, for use as the key of a map. */
export interface Kind {
  /** Equal values are the same key; `object`: they are not (dates, documents). */
  is: 'primitive' | 'object' | 'unknown'
  /** It may be null or undefined; undefined where nothing is known. */
  missing: boolean | undefined
  /** The word for its type, where it is just one. */
  word?: string
}

const unknown: Kind = { is: 'unknown', missing: undefined }
const primitives = new Set(['string', 'number', 'bigint', 'boolean', 'symbol'])
const arrays = new Set(['Array', 'ReadonlyArray'])
const onceOnly = new Set(['Iterable', 'Iterator', 'IterableIterator', 'Generator', 'AsyncGenerator', 'AsyncIterable'])
const walkedAgain = new Set(['Set', 'ReadonlySet', 'Map', 'ReadonlyMap'])
const givesArray = new Set(['map', 'filter', 'slice', 'concat', 'flatMap', 'flat', 'sort', 'reverse', 'toSorted', 'toReversed', 'split', 'splice'])
/** Of arrays, maps and sets they can be walked only once; of `Object` they are arrays. */
const iterators = new Set(['entries', 'values', 'keys'])
const keepsElements = new Set(['filter', 'slice', 'sort', 'reverse', 'toSorted', 'toReversed'])

/** Steps over an alias or interface of this file to what it stands for. */
export function resolved(source: Source, type: NodeId): NodeId {
  const node = source.as(type, 'type-name')
  if (!node || node.name.length > 1) return type
  const binding = source.facts.bindings[node.binding]
  const isAlias = binding?.kind === 'type' || binding?.kind === 'interface'
  return isAlias && binding.type >= 0 && binding.type !== type ? resolved(source, binding.type) : type
}

/** The type of a property of an object type; undefined where the type does not show it. */
export function memberType(source: Source, type: NodeId, key: string): { type: NodeId; optional: boolean } | undefined {
  const object = source.as(resolved(source, type), 'type-object')
  const property = object?.properties.find(each => each.key === key)
  return property && { type: property.value, optional: property.optional === true }
}

export function kindOfType(source: Source, type: NodeId): Kind {
  if (type < 0) return unknown
  const node = source.node(resolved(source, type))
  if (node.kind === 'type-literal') return node.value === null ? { is: 'primitive', missing: true } : { is: 'primitive', missing: false }
  if (node.kind === 'type-other') {
    if (node.word === 'undefined' || node.word === 'void') return { is: 'primitive', missing: true }
    if (node.word === 'unknown') return { ...unknown, word: node.word }
    return primitives.has(node.word) ? { is: 'primitive', missing: false, word: node.word } : unknown
  }
  if (node.kind === 'type-union') {
    const kinds = node.types.map(each => kindOfType(source, each))
    const is = kinds.some(kind => kind.is === 'object') ? 'object' : kinds.some(kind => kind.is === 'unknown') ? 'unknown' : 'primitive'
    const missing = kinds.some(kind => kind.missing) ? true : kinds.some(kind => kind.missing === undefined) ? undefined : false
    const words = new Set(kinds.flatMap(kind => (kind.missing === true && kind.word === undefined ? [] : [kind.word])))
    const word = words.size === 1 ? [...words][0] : undefined
    return { is, missing, ...word !== undefined && { word } }
  }
  if (node.kind === 'type-name') {
    const binding = source.facts.bindings[node.binding]
    if (binding?.kind === 'enum') return { is: 'primitive', missing: false }
    return binding ? unknown : node.name[0] === 'Date' ? { is: 'object', missing: false } : unknown
  }
  if (node.kind === 'type-object' || node.kind === 'type-array' || node.kind === 'type-tuple') return { is: 'object', missing: false }
  return unknown
}

export interface ListFacts {
  /** Whether the list is known to be an array. */
  array: 'yes' | 'unknown' | 'no'
  /** Its declared type, or -1. */
  declared: NodeId
  /** The declared type of its elements, or -1. */
  element: NodeId
  /** The call whose awaited rows these are, perhaps fewer of them. */
  query: NodeId | undefined
  /** Steps from that call's value to the list: `['rows']`. */
  way: (string | number)[]
  /** It is no array, but can be walked as often as one likes: a set, a map. */
  walked?: true
}

const nothing: ListFacts = { array: 'unknown', declared: -1, element: -1, query: undefined, way: [] }

/** What is known of a list that is to be read as a whole before it is walked. */
export function walkedFacts(source: Source, list: NodeId): ListFacts {
  const facts = listFacts(source, list)
  return facts.walked ? { ...facts, array: 'yes' } : facts
}

export function listFacts(source: Source, list: NodeId): ListFacts {
  const node = source.node(list)
  if (node.kind === 'array') return { ...nothing, array: 'yes' }
  // A parameter that stands for one key of many.
  if (node.kind === 'parameter') return { ...nothing, array: 'yes', element: node.type }
  // A function of whose names one stands for a key.
  if (node.kind === 'function') return { ...nothing, array: 'yes' }
  if (node.kind === 'new') {
    const name = bindingOf(source, node.callee) ? undefined : source.as(node.callee, 'name')?.name ?? ''
    return name === 'Array' ? { ...nothing, array: 'yes' } : { ...nothing, array: 'no', ...walkedAgain.has(name ?? '') && { walked: true } }
  }
  if (node.kind === 'await') return source.as(node.value, 'call') ? { ...nothing, query: node.value } : nothing
  if (node.kind === 'cast') return node.type >= 0 ? ofType(source, node.type, []) : listFacts(source, node.value)
  // `posts ?? []`.
  if (node.kind === 'binary' && (node.operator === '??' || node.operator === '||') && source.node(node.right).kind === 'array') {
    return { ...listFacts(source, node.left), array: 'yes' }
  }
  if (node.kind === 'call') {
    const callee = source.as(node.callee, 'member')
    const own = bindingOf(source, node.callee)
    // What a generator gives can be walked only once.
    const called = own && source.as(own.value, 'function')
    if (called?.generator) return { ...nothing, array: 'no' }
    if (called && called.returns >= 0 && !called.async) return ofType(source, called.returns, [])
    if (callee && iterators.has(callee.name)) {
      const isArray = source.as(callee.object, 'name')?.name === 'Object' && !bindingOf(source, callee.object)
      // The iterator itself is made anew by the call.
      return isArray ? { ...nothing, array: 'yes' } : { ...nothing, array: 'no', walked: true }
    }
    if (!callee || !givesArray.has(callee.name)) return nothing
    const inner = keepsElements.has(callee.name) ? listFacts(source, callee.object) : nothing
    return { ...inner, array: 'yes', declared: -1 }
  }
  if (node.kind === 'member') {
    const inner = listFacts(source, node.object)
    return inner.query === undefined ? nothing : { ...nothing, query: inner.query, way: [...inner.way, node.name] }
  }
  const binding = bindingOf(source, list)
  if (!binding || binding.assignments.length > 0) return nothing
  if (binding.type >= 0) return ofType(source, binding.type, binding.path)
  if (binding.value < 0 || source.node(binding.value).kind === 'parameter') return nothing
  if (binding.path.length === 0) {
    const held = listFacts(source, binding.value)
    // An iterator that is held by a name is used up by its first walk.
    const { walked, ...once } = held
    const maker = source.as(source.as(binding.value, 'call')?.callee ?? -1, 'member')
    return walked && maker && iterators.has(maker.name) ? once : held
  }
  const whole = listFacts(source, binding.value)
  return whole.query === undefined ? nothing : { ...nothing, query: whole.query, way: [...whole.way, ...binding.path] }
}

function ofType(source: Source, type: NodeId, path: (string | number)[]): ListFacts {
  for (const step of path) {
    const member = memberType(source, type, String(step))
    if (!member) return nothing
    type = member.type
  }
  const node = source.node(resolved(source, type))
  if (node.kind === 'type-array') {
    return { ...nothing, array: 'yes', element: node.element, declared: type }
  }
  if (node.kind === 'type-tuple') return { ...nothing, array: 'yes', declared: type }
  if (node.kind !== 'type-name' || source.facts.bindings[node.binding]) return nothing
  if (arrays.has(node.name[0]!)) return { ...nothing, array: 'yes', element: node.arguments[0] ?? -1, declared: type }
  if (walkedAgain.has(node.name[0]!)) return { ...nothing, array: 'no', walked: true, element: node.name[0]!.endsWith('Set') ? node.arguments[0] ?? -1 : -1 }
  return onceOnly.has(node.name[0]!) ? { ...nothing, array: 'no' } : nothing
}

/** Whether the list is declared as one that must not change. The facts leave the word out, so the text is asked. */
export function isReadonly(source: Source, { declared }: ListFacts): boolean {
  if (declared < 0) return false
  const node = source.node(resolved(source, declared))
  if (node.kind === 'type-name') return node.name[0] !== 'Array'
  return source.text.slice(0, node.start).trimEnd().endsWith('readonly')
}

/** `T` of a type `Promise<T>`; undefined for any other, whose name may stand for a promise. */
export function ofPromise(source: Source, id: NodeId): NodeId | undefined {
  const type = source.as(id, 'type-name')
  return type?.name.join('.') === 'Promise' ? type.arguments[0] : undefined
}

/** Something on the way to it is asked for with `?.`. */
function isCutShort(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'call') return node.optional === true || isCutShort(source, node.callee)
  return (node.kind === 'member' || node.kind === 'index') && (node.optional === true || isCutShort(source, node.object))
}

/** What kind of value the key is, by the types that the file declares; the rest is for the schema to say. */
export function kindOfKey({ source, elements, indexed, crossed }: Pick<PerItem, 'source' | 'elements' | 'indexed' | 'crossed'>, key: Key, list: ListFacts): Kind & { field?: string } {
  const follow = (id: NodeId): { type: NodeId; optional: boolean; way: string[] } | undefined => {
    const node = source.node(id)
    // The list says nothing of what another loop walks.
    if (node.kind === 'name' && crossed?.elements.includes(node.binding)) return undefined
    if (node.kind === 'name' && elements.includes(node.binding)) {
      const { path, value } = source.facts.bindings[node.binding]!
      // What nobody says of the list's elements, a callback or function may say of what it is handed.
      const parameter = list.element >= 0 ? undefined : source.as(value, 'parameter')
      return path.reduce<ReturnType<typeof follow>>(
        (at, step) => at && into(at, String(step)), { type: parameter?.type ?? list.element, optional: parameter?.optional === true, way: [] })
    }
    if (node.kind === 'index' && indexed && source.as(node.index, 'name')?.binding === indexed.index) return { type: list.element, optional: false, way: [] }
    if (node.kind !== 'member') return undefined
    const inner = follow(node.object)
    return inner && into({ ...inner, optional: inner.optional || node.optional === true }, node.name)
  }
  const into = (at: { type: NodeId; optional: boolean; way: string[] }, step: string) => {
    const member = at.type >= 0 ? memberType(source, at.type, step) : undefined
    return { type: member?.type ?? -1, optional: at.optional || member?.optional === true, way: [...at.way, step] }
  }
  const node = source.node(key.origin)
  if (node.kind === 'template' || node.kind === 'text') return { is: 'primitive', missing: false, word: 'string' }
  if (node.kind === 'number') return { is: 'primitive', missing: false }
  // What a function of the workspace gives, nobody says here.
  if (node.kind === 'call') {
    if (bindingOf(source, rootOf(source, node.callee)) && source.as(node.callee, 'name')) return unknown
    // `row.email?.trim()` may be missing.
    return { is: 'primitive', missing: isCutShort(source, key.origin) }
  }
  const inside = (id: NodeId) => kindOfKey({ source, elements, ...indexed && { indexed }, ...crossed && { crossed } }, { node: id, origin: id, steps: [] }, list)
  if (node.kind === 'binary') {
    if (['&&', '??', '||'].includes(node.operator)) return { ...unknown, missing: node.operator !== '&&' && inside(node.right).missing === false ? false : undefined }
    return { is: 'primitive', missing: false }
  }
  if (node.kind === 'unary') return { is: 'primitive', missing: false }
  if (node.kind === 'cast') {
    const inner = inside(node.value)
    // `!` is a promise of the author, not a fact.
    if (node.how === 'non-null') return { ...inner, missing: inner.missing === false ? false : undefined }
    const { is, missing } = kindOfType(source, node.type)
    return { is, missing }
  }
  const found = follow(key.origin)
  if (!found) return unknown
  const kind = kindOfType(source, found.type)
  const missing = found.optional ? true : kind.missing
  return { is: kind.is, missing, ...kind.word !== undefined && { word: kind.word }, ...found.way.length === 1 && { field: found.way[0]! } }
}
