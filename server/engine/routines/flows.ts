/** What becomes of a call's result inside its function. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { givenToCallbacks, settledPromise } from '../values/callback-flows.ts'
import { chainCalls, wholeResult } from '../values/chains.ts'
import { subtreeEnd } from '../world.ts'

const logs = new Set(['console', 'logger', 'log'])

/** Whether anything but a log uses what a call gives. */
export function isUsed(source: Source, id: NodeId, origin = id): boolean {
  const whole = wholeResult(source, id)
  const parentId = source.node(whole).parent
  const parent = source.node(parentId)
  if (parent.kind === 'expression' || (parent.kind === 'unary' && parent.operator === 'void')) return false
  // Waiting for several at once uses none of them by itself.
  if (parent.kind === 'array' || (parent.kind === 'call' && gathers(source, parent.callee))) return isUsed(source, parentId, origin)
  const callback = callbackCall(source, parent.kind === 'return' ? source.functionOf(parentId) : parentId, whole)
  if (callback !== undefined) return isUsed(source, callback, origin)
  // What becomes of a value that is given back, the callers know.
  if (parent.kind === 'return' || parent.kind === 'function') return false
  if (parent.kind !== 'declare') return true
  return uses(source, new Set(bindingsOf(source, parent.bindings, source.node(origin)))).some((use) => !isLogged(source, use))
}

/** Whether one of these members of what a call gives is read. */
export function readsMember(source: Source, id: NodeId, members: readonly string[]): boolean {
  if (members.length === 0) return false
  const whole = wholeResult(source, id)
  const parentId = source.node(whole).parent
  const reads = (node: NodeId): boolean => members.includes(source.as(source.node(node).parent, 'member')?.name ?? '')
  if (reads(whole)) return true
  const declared = source.as(parentId, 'declare')
  if (!declared) return false
  const named = declared.bindings.some((binding) => members.includes(String(source.facts.bindings[binding]!.path[0])))
  return named || uses(source, new Set(declared.bindings)).some(reads)
}

/** In `const [user] = await Promise.all([create(), send()])` the second has no name. */
function bindingsOf(source: Source, bindings: readonly BindingId[], value: { start: number; end: number }): BindingId[] {
  return bindings.filter((id) => {
    const binding = source.facts.bindings[id]!
    const [position] = binding.path
    if (typeof position !== 'number') return true
    const gathered = gatheredList(source, binding.value)
    const index = gathered?.findIndex((it) => source.node(it).start <= value.start && value.end <= source.node(it).end) ?? -1
    return index < 0 || index === position
  })
}

/** The elements of `await Promise.all([…])`. */
function gatheredList(source: Source, id: NodeId): readonly NodeId[] | undefined {
  const call = id < 0 ? undefined : source.as(source.as(id, 'await')?.value ?? id, 'call')
  const list = call && gathers(source, call.callee) ? source.as(call.arguments[0] ?? -1, 'array') : undefined
  return list?.elements.some((it) => source.node(it).kind === 'spread') ? undefined : list?.elements
}

/** `Promise.all`, `Promise.allSettled` … */
function gathers(source: Source, callee: NodeId): boolean {
  const member = source.as(callee, 'member')
  const object = member && source.as(member.object, 'name')
  return object?.name === 'Promise' && object.binding < 0
}

/** The call of an array's method whose result holds what its callback gives. */
function callbackCall(source: Source, functionId: NodeId, result: NodeId): NodeId | undefined {
  const callback = source.as(functionId, 'function')
  const call = callback && source.as(callback.parent, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!callback || !callee || call.arguments[0] !== functionId || !giving.has(callee.name)) return undefined
  return callback.body === result || source.node(callback.body)?.kind === 'block' ? callback.parent : undefined
}
const giving = new Set(['map', 'flatMap', 'forEach'])

const uses = (source: Source, bindings: ReadonlySet<BindingId>): NodeId[] => [...bindings].flatMap((id) => source.usesOf(id))

function isLogged(source: Source, id: NodeId): boolean {
  for (const at of source.outwards(id)) {
    const node = source.node(at)
    if (node.kind === 'function') return false
    const member = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
    const object = member && source.as(member.object, 'name')
    if (object && logs.has(object.name)) return true
  }
  return false
}

/**
 * `answered`: the answer is made from it or depends on it. `returned`: the function gives it back, so its caller
 * decides. `kept`: neither.
 */
export function flowOf(source: Source, id: NodeId, answers: (call: NodeId) => boolean): 'answered' | 'returned' | 'kept' {
  return isDropped(source, id) ? 'kept' : flowFrom(source, [wholeResult(source, id)], [], answers)
}

/** What becomes of what some names hold. */
export function flowOfNames(source: Source, names: readonly BindingId[], answers: (call: NodeId) => boolean): 'answered' | 'returned' | 'kept' {
  return flowFrom(source, uses(source, new Set(names)), names, answers)
}

function flowFrom(source: Source, starts: readonly NodeId[], known: readonly BindingId[], answers: (call: NodeId) => boolean): 'answered' | 'returned' | 'kept' {
  const names = new Set<BindingId>(known)
  const waiting: NodeId[] = [...starts]
  let returned = false
  while (waiting.length) {
    const use = waiting.pop()!
    const end = follow(source, use, answers)
    if (end.flow === 'answered') return 'answered'
    if (end.flow === 'returned') returned = true
    const fresh = end.names.filter((name) => !names.has(name))
    fresh.forEach((name) => names.add(name))
    if (fresh.length) waiting.push(...uses(source, new Set(fresh)))
  }
  return returned ? 'returned' : 'kept'
}

/** `send().then(() => …)`: the callback takes nothing of it. */
function isDropped(source: Source, id: NodeId): boolean {
  return chainCalls(source, id).some((link) => {
    const call = source.as(link, 'call')
    const callback = call && source.as(call.callee, 'member')?.name === 'then' ? source.as(call.arguments[0] ?? -1, 'function') : undefined
    return callback?.parameters.length === 0
  })
}

function follow(source: Source, use: NodeId, answers: (call: NodeId) => boolean): { flow: 'answered' | 'returned' | 'kept'; names: BindingId[] } {
  let child = use
  const names: BindingId[] = []
  for (let at = source.node(use).parent; at >= 0; child = at, at = source.node(at).parent) {
    const node = source.node(at)
    if ((node.kind === 'call' || node.kind === 'new' || node.kind === 'assign') && answers(at)) return { flow: 'answered', names: [] }
    if (node.kind === 'call' && pipesToAnswer(source, at, child)) return { flow: 'answered', names: [] }
    if (node.kind === 'call') {
      const given = givenToCallbacks(source, at, child, answers)
      if (given === 'answered') return { flow: 'answered', names: [] }
      names.push(...given)
      at = settledPromise(source, at, child) ?? at
    }
    if (node.kind === 'if' && node.test === child) return { flow: 'answered', names: [] }
    // What another call is given shows in what that call gives: `Buffer.from(document)`.
    if (node.kind === 'function' || node.kind === 'return') {
      const owner = node.kind === 'function' ? at : source.functionOf(at)
      const callback = node.kind !== 'function' || node.body === child ? callbackCall(source, owner, child) : undefined
      if (callback === undefined) return { flow: node.kind !== 'function' || node.body === child ? 'returned' : 'kept', names: [] }
      at = owner
    }
    if (node.kind === 'declare') return { flow: 'kept', names: [...names, ...bindingsOf(source, node.bindings, source.node(use))] }
    if (node.kind === 'expression') return { flow: 'kept', names }
  }
  return { flow: 'kept', names }
}

/** `document.pipe(res)`: a stream into the answer, which is the handler's second parameter or a `Response`-like name. */
function pipesToAnswer(source: Source, call: NodeId, child: NodeId): boolean {
  const node = source.as(call, 'call')!
  const member = source.as(node.callee, 'member')
  if (member?.name !== 'pipe' || node.callee !== child) return false
  const target = source.as(node.arguments[0] ?? -1, 'name')
  const binding = target && target.binding >= 0 ? source.facts.bindings[target.binding] : undefined
  return binding?.kind === 'parameter'
}

/** Whether a function gives back more than nothing, as its answer. */
export function givesSomething(source: Source, functionId: NodeId): boolean {
  const owner = source.as(functionId, 'function')
  if (!owner || owner.body < 0) return false
  const isSomething = (id: NodeId): boolean => id >= 0 && source.node(id).kind !== 'literal' && source.as(id, 'name')?.name !== 'undefined'
  if (source.node(owner.body).kind !== 'block') return isSomething(owner.body)
  for (let at = owner.body, end = subtreeEnd(source, owner.body); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'function' || node.kind === 'class') at = subtreeEnd(source, at) - 1
    else if (node.kind === 'return' && isSomething(node.value)) return true
  }
  return false
}
