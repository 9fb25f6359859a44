/**
 * A query that runs once per item, as recipes need to see it: which list, which element, what varies from turn to
 * turn, and where a query for all items could stand. Undefined wherever the code is not of a shape that is understood.
 */
import type { Binding, BindingId, NodeId } from './facts.ts'
import type { Guard, Reached, TextEdit } from './rule.ts'
import type { Source } from './source.ts'
import { bindingOf, chainOf, isConstant, isPure, isSamePlace, spanOf, statementOf, stepsOf, varies, within } from './code.ts'
import { moved } from './edit.ts'
import { fresh, plural } from './names.ts'
import { indentAt, styleOf } from './style-of.ts'

export interface PerItem {
  source: Source
  /** The query: its call, or the whole chain of a builder. */
  query: NodeId
  /** What gives the result: the `await`, or the query itself where a callback returns it. */
  lookup: NodeId
  /** The loop statement, or the callback of `map`. */
  turn: NodeId
  /** `list.map(…)`, where that repeats it, and the `Promise.all` around it. */
  map?: { call: NodeId; all: NodeId; awaited: NodeId | undefined }
  list: NodeId
  elements: BindingId[]
  /** The statement before which a query for all items can stand. */
  before: NodeId
  /** It does not run in every turn: it stands in a branch, or behind a `continue`. */
  conditional: boolean
}

const stops: Guard[] = ['chunk', 'cursor', 'carried', 'retry', 'limited', 'stream', 'paced', 'memoised', 'guarded-once', 'per-item-catch']

/** Reads the repetition around a direct call; with `'innermost'` whatever else repeats that one stays as it is. */
export function perItem(reached: Reached, which: 'all' | 'innermost' = 'all'): PerItem | undefined {
  if (reached.path.length > 0 || reached.repetitions.length === 0) return undefined
  if (which === 'all' && !reached.repetitions.slice(0, -1).every(({ path, node }) => path === reached.source.path && isEndless(reached.source, node))) return undefined
  if (reached.guards.some(guard => stops.includes(guard))) return undefined
  const { source } = reached.call
  const query = reached.call.facts.builds ? chainOf(source, reached.call.node) : reached.call.node
  const { parent } = source.node(query)
  const lookup = source.node(parent).kind === 'await' ? parent : query
  const { many } = reached.call.facts
  const shape = repetitionOf(source, lookup, many?.style === 'sql' && many.sync === true)
  if (!shape) return undefined
  const item: PerItem = { source, query, lookup, ...shape, conditional: isConditional(source, lookup, shape.turn) }
  return changesList(item) || leavesEarly(item) ? undefined : item
}

/** A loop that fetches lists one after the other until none is left; each list is then asked for at once. */
function isEndless(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  return node.kind === 'while' || node.kind === 'do' || (node.kind === 'for' && node.test < 0 && node.update < 0)
}

type Shape = Pick<PerItem, 'turn' | 'map' | 'list' | 'elements' | 'before'>

function repetitionOf(source: Source, lookup: NodeId, isSync: boolean): Shape | undefined {
  const isAwaited = isSync || source.node(lookup).kind === 'await'
  for (const at of source.outwards(source.node(lookup).parent)) {
    const node = source.node(at)
    if (node.kind === 'for' && isAwaited) return ofIndex(source, at)
    if (node.kind === 'for' || node.kind === 'while' || node.kind === 'do' || node.kind === 'for-in' || node.kind === 'try') return undefined
    if (node.kind === 'function') return isSync ? ofSyncMap(source, at) : ofMap(source, at, lookup, isAwaited)
    if (node.kind !== 'for-of') continue
    const before = statementOf(source, at)
    if (!isAwaited || node.await || node.bindings.length === 0 || before !== at) return undefined
    return { turn: at, list: node.list, elements: node.bindings, before }
  }
  return undefined
}

/** `for (let i = 0; i < list.length; i++) { const item = list[i] …`: every element in its order. */
function ofIndex(source: Source, turn: NodeId): Shape | undefined {
  const loop = source.as(turn, 'for')!
  const [init] = loop.init
  const start = loop.init.length === 1 ? source.as(init!, 'declare') : undefined
  const [index] = start?.bindings ?? []
  if (!start || index === undefined || source.as(start.value, 'number')?.value !== 0) return undefined
  const isIndex = (id: NodeId) => source.as(id, 'name')?.binding === index
  const test = source.as(loop.test, 'binary')
  const length = test?.operator === '<' && isIndex(test.left) ? source.as(test.right, 'member') : undefined
  const update = source.as(loop.update, 'unary')
  if (length?.name !== 'length' || update?.operator !== '++' || !isIndex(update.value)) return undefined
  if (source.facts.bindings[index]!.assignments.some(at => at !== loop.update)) return undefined
  if (statementOf(source, turn) !== turn) return undefined
  const element = source.facts.bindings.findIndex(({ kind, value }) => {
    const at = source.as(value, 'cast')?.how === 'non-null' ? source.as(value, 'cast')!.value : value
    const item = kind === 'const' && value >= 0 && source.contains(loop.body, value) ? source.as(at, 'index') : undefined
    return item !== undefined && isIndex(item.index) && isSamePlace(source, item.object, length.object)
  })
  if (element < 0) return undefined
  const { value } = source.facts.bindings[element]!
  return { turn, list: length.object, elements: source.facts.bindings.flatMap((binding, id) => (binding.value === value ? [id] : [])), before: turn }
}

/** `await Promise.all(list.map(async item => …))`. */
function ofMap(source: Source, turn: NodeId, lookup: NodeId, isAwaited: boolean): Shape | undefined {
  const callback = source.as(turn, 'function')!
  if (callback.generator || (isAwaited && !callback.async) || (!isAwaited && !isResultOf(source, turn, lookup))) return undefined
  const call = callback.parent
  const map = source.as(call, 'call')
  const callee = map && source.as(map.callee, 'member')
  if (!map || callee?.name !== 'map' || callee.optional || map.arguments[0] !== turn) return undefined
  const all = map.parent
  const whole = source.as(all, 'call')
  if (whole?.arguments.length !== 1 || stepsOf(source, whole.callee)?.join('.') !== 'Promise.all') return undefined
  if (bindingOf(source, source.as(whole.callee, 'member')!.object)) return undefined

  const awaited = source.node(whole.parent).kind === 'await' ? whole.parent : undefined
  const before = statementBefore(source, awaited ?? all, turn)
  const holder = before === undefined ? undefined : source.as(source.functionOf(before), 'function')
  if (before === undefined || (holder ? !holder.async : awaited === undefined)) return undefined
  if (awaited === undefined && source.as(before, 'return')?.value !== all) return undefined
  const parameter = source.as(callback.parameters[0] ?? -1, 'parameter')
  if (!parameter || parameter.rest || parameter.fallback >= 0) return undefined
  const elements = source.facts.bindings.flatMap((binding, id) => (binding.value === callback.parameters[0] ? [id] : []))
  return { turn, map: { call, all, awaited }, list: callee.object, elements, before }
}

const walks = new Set(['map', 'flatMap', 'forEach', 'filter'])

/** `list.map(item => …)` of a query that answers at once. */
function ofSyncMap(source: Source, turn: NodeId): Shape | undefined {
  const { parent: call, parameters, async: isAsync, generator } = source.as(turn, 'function')!
  const map = source.as(call, 'call')
  const callee = map && source.as(map.callee, 'member')
  if (!map || !callee || isAsync || generator || !walks.has(callee.name) || callee.optional || map.arguments[0] !== turn) return undefined
  const before = statementBefore(source, call, turn)
  const parameter = source.as(parameters[0] ?? -1, 'parameter')
  if (before === undefined || !parameter || parameter.rest || parameter.fallback >= 0) return undefined
  const elements = source.facts.bindings.flatMap((binding, id) => (binding.value === parameters[0] ? [id] : []))
  return { turn, map: { call, all: call, awaited: undefined }, list: callee.object, elements, before }
}

/** The callback gives it without awaiting: it is the short body, or what its `return` returns. */
function isResultOf(source: Source, turn: NodeId, lookup: NodeId): boolean {
  const { parent } = source.node(lookup)
  return parent === turn || source.node(parent).kind === 'return'
}

/** The statement around it, if nothing but it is waited for there and nothing decides whether it runs. */
function statementBefore(source: Source, id: NodeId, turn: NodeId): NodeId | undefined {
  const before = statementOf(source, id)
  if (before === undefined) return undefined
  for (const at of source.outwards(source.node(id).parent)) {
    const node = source.node(at)
    if (node.kind === 'conditional' || node.kind === 'if' || (node.kind === 'binary' && ['&&', '||', '??'].includes(node.operator))) return undefined
    if (node.kind !== 'block' && node.kind !== 'module' && at !== before) continue
    break
  }
  const others = [...within(source, before)].filter(at =>
    source.node(at).kind === 'await' && at !== id && !source.contains(turn, at) && !source.contains(id, at))
  return others.length === 0 ? before : undefined
}

function isConditional(source: Source, lookup: NodeId, turn: NodeId): boolean {
  for (const at of source.outwards(source.node(lookup).parent)) {
    if (at === turn) break
    const node = source.node(at)
    if (node.kind === 'if' || node.kind === 'conditional' || node.kind === 'switch') return true
    if (node.kind === 'binary' && ['&&', '||', '??'].includes(node.operator)) return true
  }
  const { start } = source.node(lookup)
  return [...within(source, turn)].some(at => {
    const node = source.node(at)
    return node.start < start && ['continue', 'return', 'throw', 'break'].includes(node.kind)
  })
}

/** A loop that ends before its list does may never need most of the keys. A `throw` ends both forms alike. */
function leavesEarly({ source, turn, map }: PerItem): boolean {
  if (map) return false
  return [...within(source, turn)].some(at => {
    const { kind } = source.node(at)
    if (kind !== 'break' && kind !== 'return') return false
    if (source.functionOf(at) !== source.functionOf(turn)) return false
    const inner = kind === 'break' ? source.enclosing(at, 'for-of', 'for', 'for-in', 'while', 'do', 'switch') : turn
    return inner === turn
  })
}

const growing = new Set(['push', 'unshift', 'splice', 'pop', 'shift', 'sort', 'reverse', 'add', 'delete', 'set'])

/** The turns add to the list that they walk, or change their own element: the keys are not known in advance. */
function changesList({ source, turn, list, elements }: PerItem): boolean {
  const watched = new Set<Binding | undefined>(elements.map(id => source.facts.bindings[id]))
  const own = bindingOf(source, list)
  for (const at of within(source, turn)) {
    const node = source.node(at)
    if (node.kind === 'assign' && source.node(node.target).kind === 'member') {
      const target = source.as(node.target, 'member')!
      // A property that the element gains is no key; one that it had may be.
      if (watched.has(bindingOf(source, target.object)) && isKeyed(source, turn, target.object, target.name, at)) return true
    }
    if (node.kind !== 'call') continue
    const callee = source.as(node.callee, 'member')
    if (own && callee && growing.has(callee.name) && bindingOf(source, callee.object) === own) return true
  }
  return elements.some(id => !isConstant(source.facts.bindings[id]!))
    || (own !== undefined && own.assignments.some(at => source.contains(turn, at)))
}

function isKeyed(source: Source, turn: NodeId, element: NodeId, name: string, writer: NodeId): boolean {
  const binding = bindingOf(source, element)
  return [...within(source, turn)].some(at => {
    const member = source.as(at, 'member')
    return member?.name === name && bindingOf(source, member.object) === binding && member.parent !== writer
  })
}

// --- The key ---------------------------------------------------------------------------------------------------

/** Whether `id` is the same on every turn, apart from the calls that `isKnown` vouches for. */
export function isSteady({ source, turn }: PerItem, id: NodeId, isKnown?: (call: NodeId) => boolean): boolean {
  return !varies(source, id, turn) && isPure(source, id, isKnown)
}

/** The expression of a key, as far as it can be worked out for all items at once. */
export interface Key {
  /** In the query. */
  node: NodeId
  /** The same, or what the loop's own constant stands for. */
  origin: NodeId
}

export function keyAt(item: PerItem, node: NodeId, isKnown?: (call: NodeId) => boolean): Key | undefined {
  const { source, turn, elements } = item
  const binding = bindingOf(source, node)
  const id = source.as(node, 'name')?.binding ?? -1
  const isOwnConstant = binding !== undefined && !elements.includes(id) && binding.kind === 'const' && binding.value >= 0
    && binding.path.length === 0 && source.contains(turn, binding.value)
  const key: Key = { node, origin: isOwnConstant ? binding.value : node }
  return isOfElement(item, key.origin, isKnown) && elementPattern(item, key) !== undefined ? key : undefined
}

function isOfElement({ source, turn, elements }: PerItem, id: NodeId, isKnown?: (call: NodeId) => boolean): boolean {
  // `{ gt: id }` asks for more than equality.
  if (!isPure(source, id, isKnown) || ['object', 'array'].includes(source.node(id).kind)) return false
  let isOf = false
  for (const at of [id, ...within(source, id)]) {
    const name = source.as(at, 'name')
    if (!name || name.binding < 0) continue
    if (elements.includes(name.binding)) isOf = true
    else if (varies(source, at, turn)) return false
  }
  return isOf
}

/** `post` for the whole element, else the parts of it that are taken: `{ authorId }`, `[, id]`. */
export function elementPattern({ source, elements }: PerItem, key: Key): string | undefined {
  const used = [...new Set([key.origin, ...within(source, key.origin)].flatMap(at => {
    const id = source.as(at, 'name')?.binding ?? -1
    return elements.includes(id) ? [id] : []
  }))].map(id => source.facts.bindings[id]!)
  const [only] = used
  if (used.length === 1 && only!.path.length === 0) return only!.name
  if (used.length === 0 || used.some(({ path, fallback }) => path.length !== 1 || fallback >= 0 || path[0] === '...')) return undefined
  if (used.every(({ path }) => typeof path[0] === 'string')) {
    return `{ ${used.map(({ name, path }) => (path[0] === name ? name : `${path[0]}: ${name}`)).join(', ')} }`
  }
  if (used.some(({ path }) => typeof path[0] === 'string')) return undefined
  const names: string[] = []
  for (const { name, path } of used) names[path[0] as number] = name
  return `[${Array.from(names, name => name ?? '').join(', ')}]`
}

// --- The list ----------------------------------------------------------------------------------------------------

/** The list as the reader calls it. */
export const nameOfList = ({ source, list }: PerItem): string => {
  const steps = stepsOf(source, list)
  return steps ? `\`${steps.join('.')}\`` : 'the list'
}

/** How the list is named before the loop, with the edits that give it a name where it has none. */
export function listNamed(item: PerItem, taken: Set<string>): { name: string; lines: string[]; edits: TextEdit[] } {
  const { source, list, elements, before } = item
  if (isPure(source, list) && stepsOf(source, list)) return { name: source.textOf(list), lines: [], edits: [] }
  const element = source.facts.bindings[elements[0]!]!
  const word = element.path.length === 0 && element.name.length > 2 ? plural(element.name) : 'items'
  const name = fresh(taken, word === element.name ? `all${word}` : word, 'items')
  const to = indentAt(source.text, spanOf(source, before).start)
  const { start, end } = source.node(list)
  const line = `const ${name} = ${moved(source, list, [], to)}${styleOf(source).semicolon}`
  return { name, lines: [line], edits: [{ start, end, text: name }] }
}
