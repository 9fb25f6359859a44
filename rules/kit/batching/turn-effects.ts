/** What the turns of a loop do that speaks against asking for all items before the first one: they leave early, or change the keys. */
import type { Binding, BindingId, NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import type { PerItem } from './per-item.ts'
import { bindingOf, isConstant, rootOf, stepsOf, within } from '../code/code.ts'
import { handedTo } from '../code/results.ts'

type Turns = Pick<PerItem, 'source' | 'turn' | 'map' | 'list' | 'elements' | 'indexed'>

/**
 * How a loop ends before its list does: a search needs few of the keys, while one that gives up at what is wrong needs
 * nearly all of them. In a generator others run in between. A `throw` ends both forms alike.
 */
export function endOf({ source, turn, map, elements }: Turns): 'search' | 'early' | undefined {
  if (map) return undefined
  let end: 'early' | undefined
  for (const at of leavingAt(source, turn)) {
    const node = source.as(at, 'return')
    if (!node || [node.value, ...within(source, node.value)].some(part => isOwnWhole(source, part, turn, elements))) return 'search'
    end = 'early'
  }
  return end
}

/** A value of the turn as a whole: what a search gives. A message may name the element. */
function isOwnWhole(source: Source, id: NodeId, turn: NodeId, elements: readonly BindingId[]): boolean {
  const binding = id < 0 ? undefined : bindingOf(source, id)
  if (!binding || binding.value < 0 || !source.contains(turn, binding.value)) return false
  const { parent } = source.node(id)
  if (elements.includes(source.as(id, 'name')!.binding)) return ['return', 'object', 'array'].includes(source.node(parent).kind)
  return source.as(parent, 'member')?.object !== id
}

/** Whether something inside of a loop ends it, or hands over to whoever walks the generator that it stands in. */
export const leaves = (source: Source, turn: NodeId): boolean => leavingAt(source, turn).length > 0

function leavingAt(source: Source, turn: NodeId): NodeId[] {
  return [...within(source, turn)].filter(at => {
    const node = source.node(at)
    if (node.kind !== 'break' && node.kind !== 'continue' && node.kind !== 'return' && node.kind !== 'yield') return false
    if (source.functionOf(at) !== source.functionOf(turn)) return false
    if (node.kind === 'return' || node.kind === 'yield') return true
    const target = targetOf(source, at)
    return target === undefined || !source.contains(turn, target) || (node.kind === 'break' && target === turn)
  })
}

/** The statement that a jump ends or goes on with. */
function targetOf(source: Source, jump: NodeId): NodeId | undefined {
  const node = source.node(jump)
  if (node.kind !== 'break' && node.kind !== 'continue') return undefined
  for (const at of source.outwards(node.parent)) {
    const outer = source.node(at)
    if (node.label !== undefined ? 'label' in outer && outer.label === node.label : isLoop(outer.kind) || (node.kind === 'break' && outer.kind === 'switch')) return at
  }
  return undefined
}

const isLoop = (kind: string): boolean => ['for-of', 'for', 'for-in', 'while', 'do'].includes(kind)

const growing = new Set(['push', 'unshift', 'splice', 'pop', 'shift', 'sort', 'reverse', 'add', 'delete', 'set', 'fill', 'copyWithin', 'clear'])

/** The turns add to the list that they walk, or change its elements: the keys are not known in advance. */
export function changesList(item: Turns & Pick<PerItem, 'lookup'>): boolean {
  const { source, turn, list, elements } = item
  const own = bindingOf(source, list)
  const walked = walkedIn(source, list)
  const watched = watchedIn(item)
  const isWatched = (id: NodeId) => watched.has(bindingOf(source, rootOf(source, id)))
  for (const at of within(source, turn)) {
    const node = source.node(at)
    if (node.kind === 'assign' || (node.kind === 'unary' && ['++', '--', 'delete'].includes(node.operator))) {
      const target = node.kind === 'assign' ? node.target : node.value
      const member = source.as(target, 'member')
      // A property that the element gains is no key; one that it had may be.
      const isOwn = member !== undefined && elements.includes(source.as(member.object, 'name')?.binding ?? -1)
      if (member && isWatched(member.object) && !(isOwn && isPast(item, at)) && isKeyed(source, turn, watched, member.name)) return true
      const place = source.as(target, 'index')
      if (place && isWatched(place.object) && (item.indexed?.list === list || !isOwnTurn(item, place.index))) return true
    }
    if (node.kind !== 'call') continue
    const callee = source.as(node.callee, 'member')
    if (callee && growing.has(callee.name) && walked.has(bindingOf(source, callee.object))) return true
    if (isAssigning(source, at) && isWatched(node.arguments[0] ?? -1) && gainsKey(source, turn, watched, node.arguments.slice(1))) return true
  }
  return (!item.indexed && elements.some(id => !isConstant(source.facts.bindings[id]!)))
    || (own !== undefined && own.assignments.some(at => source.contains(turn, at)))
}

/** Once its turn has asked, an element may change: every other turn has its own. */
function isPast({ source, turn, lookup }: Turns & Pick<PerItem, 'lookup'>, change: NodeId): boolean {
  if (source.node(change).start < source.node(lookup).end) return false
  for (const at of source.outwards(source.node(change).parent)) {
    if (at === turn) return true
    if ((isLoop(source.node(at).kind) || source.node(at).kind === 'function') && source.contains(at, lookup)) return false
  }
  return false
}

const copies = new Set(['map', 'filter', 'slice', 'concat', 'flatMap', 'flat', 'toSorted', 'toReversed', 'split'])

/** What is walked while the turns run: the list itself, and whatever an iterator is told; an array of its own is not. */
function walkedIn(source: Source, list: NodeId): Set<Binding | undefined> {
  const call = source.as(list, 'call')
  const callee = call && source.as(call.callee, 'member')
  const isCopy = source.as(list, 'array') !== undefined || (callee !== undefined && copies.has(callee.name)) || source.node(list).kind === 'await'
  const walked = new Set(isCopy ? [] : [list, ...within(source, list)].map(at => bindingOf(source, at)))
  walked.delete(undefined)
  return walked
}

/** `Object.assign(post, { … })`, which changes what it is told and nothing else. */
function isAssigning(source: Source, id: NodeId): boolean {
  const call = source.as(id, 'call')
  return call !== undefined && stepsOf(source, call.callee)?.join('.') === 'Object.assign'
}

/** The names of the list, of its elements, and of what is taken out of either inside of the turns. */
function watchedIn({ source, turn, list, elements }: Turns): Set<Binding | undefined> {
  const watched = new Set<Binding | undefined>(elements.map(id => source.facts.bindings[id]))
  const own = bindingOf(source, list)
  if (own && own.kind !== 'import') watched.add(own)
  for (const binding of source.facts.bindings) {
    if (binding.value < 0 || !source.contains(turn, binding.value)) continue
    const node = source.node(binding.value)
    // `rows.forEach((row) => …)`: what is handed to the callback is an element.
    const call = node.kind === 'parameter' ? source.as(source.node(source.functionOf(binding.value)).parent, 'call') : undefined
    const from = call ? source.as(call.callee, 'member')?.object : isTaking(source, binding.value) ? binding.value : undefined
    if (from !== undefined && watched.has(bindingOf(source, rootOf(source, from)))) watched.add(binding)
  }
  return watched
}

/** The value is something that was there before: a name, a member, an element, or what `find` gives. */
function isTaking(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'name') return true
  if (node.kind === 'member' || node.kind === 'index') return isTaking(source, node.object)
  if (node.kind === 'cast') return isTaking(source, node.value)
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  return callee !== undefined && ['at', 'find', 'findLast', 'pop', 'shift', 'get'].includes(callee.name) && isTaking(source, callee.object)
}

/** `rows[i] = …` in the turn that walks by `i`: that element has been read. */
function isOwnTurn({ source, turn }: Turns, index: NodeId): boolean {
  const [init] = source.as(turn, 'for')?.init ?? []
  const [counter] = init === undefined ? [] : source.as(init, 'declare')?.bindings ?? []
  return counter !== undefined && source.as(index, 'name')?.binding === counter
}

/** Whether a member of that name is read of something that is watched. */
function isKeyed(source: Source, turn: NodeId, watched: ReadonlySet<Binding | undefined>, name: string): boolean {
  return [...within(source, turn)].some(at => {
    const member = source.as(at, 'member')
    const assign = member && source.as(member.parent, 'assign')
    return member?.name === name && watched.has(bindingOf(source, member.object)) && !(assign?.target === at && assign.operator === '=')
  })
}

function gainsKey(source: Source, turn: NodeId, watched: ReadonlySet<Binding | undefined>, given: readonly NodeId[]): boolean {
  return given.some(id => {
    const object = source.as(id, 'object')
    return !object || object.properties.some(({ key }) => key === undefined || isKeyed(source, turn, watched, key))
  })
}

/** Doubts about functions that get the whole element before its key is read of it. */
export function changesBefore({ source, turn, elements }: PerItem, key: NodeId): string[] {
  const { start } = source.node(key)
  const isRead = [key, ...within(source, key)].some(at => source.node(at).kind === 'member')
  // The element itself is the key, or was taken apart before anything else ran.
  if (!isRead) return []
  const isBefore = (use: NodeId) => source.contains(turn, use) && source.node(use).start < start && !isAssigning(source, source.node(use).parent)
  return elements.flatMap(id => handedTo(source, id, isBefore)
    .map(name => (name ? `\`${name}\` leaves \`${source.facts.bindings[id]!.name}\` as it is` : '')))
}
