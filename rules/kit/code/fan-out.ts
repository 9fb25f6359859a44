/** Work that is begun for every element of a list at once. */
import type { Reached, Repetition } from '../rule.ts'
import type { Source } from '../source.ts'
import type { NodeId } from '../facts.ts'

/** Whoever wrote down how many there are at most has thought of it, up to here. */
const fewAtOnce = 50
/** What is further away is done on the way to something else. */
const mostHops = 4

/** The repetition that begins everything at once, over a list of which nobody knows how long it is. */
export function fanOutOf(reached: Reached): Repetition | undefined {
  const found = reached.repetitions.find((it) => it.concurrent && (it.element !== undefined || it.list !== undefined))
  if (!found || reached.path.length > mostHops || (found.bound !== undefined && found.bound <= fewAtOnce)) return undefined
  return found.path === reached.source.path && isChunk(reached.source, found.node) ? undefined : found
}

/** A component that no request is known to reach runs in a browser, which limits by itself what it asks of one host. */
export function isInBrowser({ reach, source }: Reached): boolean {
  return reach === 'unknown' && (source.facts.language === 'tsx' || source.facts.language === 'jsx')
}

/** Whether an earlier call of the same fan-out speaks for it already. */
export function isSpokenFor(reached: Reached, turn: Repetition, effects: readonly string[]): boolean {
  if (turn.path !== reached.source.path) return false
  const first = reached.routine.steps.find((step) => step.repetitions.some((it) => it.node === turn.node)
    && step.behind.some(({ call, path }) => path.length <= mostHops && effects.includes(call.effect)))
  return first !== undefined && first.node < reached.node
}

/** The list is a part of another one: what a loop over chunks takes at a time. */
function isChunk(source: Source, call: NodeId): boolean {
  const list = listOf(source, call)
  const name = list === undefined ? undefined : source.as(list, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  if (!binding || binding.value < 0) return false
  const value = source.node(binding.value)
  if (value.kind === 'for-of' && binding.path.length === 0) return true
  return isCut(source, binding.value)
}

/** `ids.slice(start, start + 10)`, `queue.splice(0, 10)`. */
function isCut(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'await' || node.kind === 'cast') return isCut(source, node.value)
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  if (node.kind !== 'call' || !callee) return false
  return callee.name === 'splice' ? node.arguments.length > 1 : callee.name === 'slice' ? node.arguments.length === 2 && !isZero(source, node.arguments) : isCut(source, callee.object)
}

/** `list.slice(0, list.length)` cuts nothing, and `list.slice(0, limit)` as much as somebody asks for. */
const isZero = (source: Source, given: readonly NodeId[]): boolean =>
  source.as(given[0]!, 'number')?.value === 0 && source.as(source.as(given[1]!, 'member')?.object ?? -1, 'name') !== undefined && source.as(given[1]!, 'member')?.name === 'length'

/** What the call walks: `users` of `users.map(…)`, `pMap(users, …)`, `Array.from(users, …)`. */
export function listOf(source: Source, id: NodeId): NodeId | undefined {
  const call = source.as(id, 'call')
  const callee = call && source.as(call.callee, 'member')
  const object = callee && source.as(callee.object, 'name')
  if (!call) return undefined
  return callee && !(object && object.binding < 0) ? callee.object : call.arguments[0]
}

/** The visitor's own few: files of a form. */
export function isOfTheVisitor(source: Source, { node }: Repetition): boolean {
  const list = listOf(source, node)
  if (list === undefined) return false
  const last = source.as(list, 'member')?.name ?? source.as(source.as(list, 'call')?.callee ?? -1, 'member')?.name
  return last === 'files' || last === 'getAll'
}
