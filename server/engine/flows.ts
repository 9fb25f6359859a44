/** What becomes of a call's result inside its function. */
import type { BindingId, NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'
import { wholeResult } from './chains.ts'
import { subtreeEnd } from './world.ts'

const logs = new Set(['console', 'logger', 'log'])

/** Whether anything but a log uses what a call gives. */
export function isUsed(source: Source, id: NodeId): boolean {
  const parent = source.node(source.node(wholeResult(source, id)).parent)
  if (parent.kind === 'expression' || (parent.kind === 'unary' && parent.operator === 'void')) return false
  if (parent.kind !== 'declare') return true
  return uses(source, new Set(parent.bindings)).some((use) => !isLogged(source, use))
}

function uses(source: Source, bindings: ReadonlySet<BindingId>): NodeId[] {
  const found: NodeId[] = []
  source.facts.nodes.forEach((node, id) => {
    if (node.kind === 'name' && bindings.has(node.binding)) found.push(id)
  })
  return found
}

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
  const names = new Set<BindingId>()
  const waiting: NodeId[] = [wholeResult(source, id)]
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

function follow(source: Source, use: NodeId, answers: (call: NodeId) => boolean): { flow: 'answered' | 'returned' | 'kept'; names: BindingId[] } {
  let child = use
  for (let at = source.node(use).parent; at >= 0; child = at, at = source.node(at).parent) {
    const node = source.node(at)
    if ((node.kind === 'call' || node.kind === 'new' || node.kind === 'assign') && answers(at)) return { flow: 'answered', names: [] }
    if (node.kind === 'call' && pipesToAnswer(source, at, child)) return { flow: 'answered', names: [] }
    // Arguments of other calls go elsewhere; what is called on the value stays with it.
    if (node.kind === 'call' && node.callee !== child) return { flow: 'kept', names: [] }
    if (node.kind === 'if' && node.test === child) return { flow: 'answered', names: [] }
    if (node.kind === 'return') return { flow: 'returned', names: [] }
    if (node.kind === 'function') return { flow: node.body === child ? 'returned' : 'kept', names: [] }
    if (node.kind === 'declare') return { flow: 'kept', names: node.bindings }
    if (node.kind === 'expression') return { flow: 'kept', names: [] }
  }
  return { flow: 'kept', names: [] }
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
