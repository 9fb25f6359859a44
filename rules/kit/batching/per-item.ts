/**
 * A query that runs once per item, as recipes need to see it: which list, which element, what varies from turn to
 * turn, and where a query for all items could stand. Undefined wherever the code is not of a shape that is understood.
 */
import type { BindingId, NodeId } from '../facts.ts'
import type { Call, Guard, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { bindingOf, chainOf, isPure, spanOf, stepsOf, varies, within } from '../code/code.ts'
import { isToldApart } from '../code/results.ts'
import { moved } from '../edits/edit.ts'
import { fresh, plural } from '../edits/names.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'
import { changesList, leavesEarly } from './turn-effects.ts'
import { shapeOf } from './turn-shapes.ts'

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
const workedOut = new WeakMap<Reached, PerItem>()

/** The same query seen as one of an item that is known already: a lookup in a function of its own, by its parameter. */
export function withItem(reached: Reached, item: PerItem): Reached {
  const direct = new Proxy(reached, { get: (target, name) => (name === 'path' ? [] : Reflect.get(target, name, target)) })
  workedOut.set(direct, item)
  return direct
}

/** A call behind the same place, seen as if nothing but it were there. */
export function seenAs(reached: Reached, call: Call, item: PerItem): Reached {
  const { reach, entry, from } = reached
  const own: Partial<Reached> = {
    call, path: [], source: call.source, node: call.node, at: call.at, repetitions: [], inner: [], guards: [], keyedBy: undefined, listed: undefined, transaction: undefined,
    routine: { name: undefined, reach, entry, from, steps: [], source: call.source, node: 0, alongside: [] },
  }
  const direct = new Proxy(reached, { get: (target, name) => (name in own ? own[name as keyof Reached] : Reflect.get(target, name, target)) })
  workedOut.set(direct, item)
  return direct
}

export function perItem(reached: Reached, which: 'all' | 'innermost' = 'all'): PerItem | undefined {
  const known = workedOut.get(reached)
  if (known) return known
  if (reached.path.length > 0 || reached.repetitions.length === 0) return undefined
  if (which === 'all' && !reached.repetitions.slice(0, -1).every(({ path, node }) => path === reached.source.path && isEndless(reached.source, node))) return undefined
  if (reached.guards.some(guard => stops.includes(guard))) return undefined
  const { source, node, facts } = reached.call
  return itemAt(source, facts.builds ? chainOf(source, node) : node, facts.many?.style === 'sql' && facts.many.sync === true)
}

/** The same for the call behind which a query hides. */
export function perItemBehind(reached: Reached): PerItem | undefined {
  if (reached.repetitions.length !== 1 || reached.inner.length > 0 || reached.guards.some(guard => stops.includes(guard))) return undefined
  const { many } = reached.call.facts
  return itemAt(reached.source, reached.node, many?.style === 'sql' && many.sync === true && reached.source.node(reached.source.node(reached.node).parent).kind !== 'await')
}

function itemAt(source: Source, query: NodeId, isSync: boolean): PerItem | undefined {
  const { parent } = source.node(query)
  const lookup = source.node(parent).kind === 'await' ? parent : query
  const shape = shapeOf(source, lookup, isSync)
  if (!shape) return undefined
  const item: PerItem = { source, query, lookup, ...shape, conditional: isConditional(source, lookup, shape.turn) }
  return changesList(item) || leavesEarly(item) || isToldApart(source, lookup) ? undefined : item
}

/** A loop that fetches lists one after the other until none is left; each list is then asked for at once. */
function isEndless(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  return node.kind === 'while' || node.kind === 'do' || (node.kind === 'for' && node.test < 0 && node.update < 0)
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

// --- The key ---------------------------------------------------------------------------------------------------

/** Whether `id` is the same on every turn, apart from the calls that `isKnown` vouches for. */
export function isSteady({ source, turn, elements }: PerItem, id: NodeId, isKnown?: (call: NodeId) => boolean): boolean {
  const isElement = (at: NodeId) => elements.includes(source.as(at, 'name')?.binding ?? -1)
  return !varies(source, id, turn) && isPure(source, id, isKnown) && !isElement(id) && ![...within(source, id)].some(isElement)
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
