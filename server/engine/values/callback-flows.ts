/** Where a value goes that is handed on through callbacks: the events of a stream, a promise's `resolve`. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { subtreeEnd } from '../world.ts'

/** `new Promise((resolve) => … resolve(document))`: the promise that a call settles with the value. */
export function settledPromise(source: Source, call: NodeId, value: NodeId): NodeId | undefined {
  const node = source.as(call, 'call')
  const callee = node && node.arguments.includes(value) ? source.as(node.callee, 'name') : undefined
  const binding = callee && callee.binding >= 0 ? source.facts.bindings[callee.binding] : undefined
  const parameter = binding && binding.value >= 0 ? source.as(binding.value, 'parameter') : undefined
  const executor = parameter && source.as(parameter.parent, 'function')
  const promise = executor && source.as(executor.parent, 'new')
  const made = promise && source.as(promise.callee, 'name')
  return made?.name === 'Promise' && made.binding < 0 && executor!.parameters[0] === binding!.value ? executor!.parent : undefined
}

/** `document.on('data', (part) => parts.push(part))`: what the callback answers with, or the names that it fills. */
export function givenToCallbacks(source: Source, call: NodeId, receiver: NodeId, answers: (call: NodeId) => boolean): 'answered' | BindingId[] {
  const node = source.as(call, 'call')
  if (!node || node.callee !== receiver) return []
  const names: BindingId[] = []
  for (const argument of node.arguments) {
    if (source.node(argument).kind !== 'function') continue
    for (let at = argument, end = subtreeEnd(source, argument); at < end; at++) {
      const inner = source.node(at)
      if ((inner.kind === 'call' || inner.kind === 'assign') && answers(at)) return 'answered'
      const filled = inner.kind === 'assign' ? inner.target : inner.kind === 'call' ? pushedInto(source, inner.callee) : -1
      const name = filled < 0 ? undefined : source.as(filled, 'name')
      if (name && name.binding >= 0 && !source.contains(argument, source.facts.bindings[name.binding]!.value)) names.push(name.binding)
    }
  }
  return names
}

function pushedInto(source: Source, callee: NodeId): NodeId {
  const member = source.as(callee, 'member')
  return member?.name === 'push' ? member.object : -1
}
