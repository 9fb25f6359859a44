/** Whether an abort signal ends a call after a time, or only when somebody says so. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'

/**
 * `timed`: a clock ends it. `untimed`: nothing that is written here ends it after a time. `unknown`: it comes from
 * somewhere else.
 */
export function signalOf(source: Source, id: NodeId, depth = 0): 'timed' | 'untimed' | 'unknown' {
  if (depth > 6) return 'unknown'
  const node = source.node(id)
  switch (node.kind) {
    case 'cast': case 'await': return signalOf(source, node.value, depth + 1)
    case 'literal': return node.value === null ? 'untimed' : 'unknown'
    case 'call': return signalOfCall(source, node.callee, node.arguments, depth)
    case 'name': {
      const binding = node.binding < 0 ? undefined : source.facts.bindings[node.binding]
      if (node.name === 'undefined') return 'untimed'
      if (!binding || binding.value < 0 || binding.kind === 'parameter') return 'unknown'
      // `const { signal } = controller`
      if (binding.path.length === 1 && binding.path[0] === 'signal') return signalOfController(source, binding.value)
      return binding.path.length ? 'unknown' : signalOf(source, binding.value, depth + 1)
    }
    case 'member': return node.name === 'signal' ? signalOfController(source, node.object) : 'unknown'
    default: return 'unknown'
  }
}

function signalOfCall(source: Source, callee: NodeId, given: readonly NodeId[], depth: number): 'timed' | 'untimed' | 'unknown' {
  const member = source.as(callee, 'member')
  const object = member && source.as(member.object, 'name')
  if (object?.name !== 'AbortSignal' || object.binding >= 0) return 'unknown'
  if (member!.name === 'timeout') return 'timed'
  const list = member!.name === 'any' && given[0] !== undefined ? source.as(given[0], 'array') : undefined
  if (!list) return 'unknown'
  const signals = list.elements.map((element) => signalOf(source, element, depth + 1))
  return signals.includes('timed') ? 'timed' : signals.includes('unknown') ? 'unknown' : 'untimed'
}

/** A controller that is made in this file is timed where a timer aborts it: `setTimeout(() => controller.abort(), 5000)`. */
function signalOfController(source: Source, id: NodeId): 'timed' | 'untimed' | 'unknown' {
  const name = source.as(id, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  const making = binding && binding.value >= 0 ? source.as(binding.value, 'new') : undefined
  const made = making && source.as(making.callee, 'name')
  if (!name || made?.name !== 'AbortController' || made.binding >= 0) return 'unknown'
  let handedOn = false
  for (const [at, node] of source.facts.nodes.entries()) {
    if (node.kind !== 'name' || node.binding !== name.binding) continue
    const member = source.as(node.parent, 'member')
    if (member?.name === 'abort') {
      for (const outer of source.outwards(at)) {
        const call = source.as(outer, 'call')
        if (call && source.as(call.callee, 'name')?.name === 'setTimeout') return 'timed'
      }
    }
    // Given to somebody else as a whole, who may set a timer.
    if (!member && node.parent !== binding!.value) handedOn = true
  }
  return handedOn ? 'unknown' : 'untimed'
}
