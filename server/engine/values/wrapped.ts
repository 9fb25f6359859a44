/** Functions around another one: `const load = withTiming('load', (id) => …)` does what the one it was made of does. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { decisionsAround } from '../routines/conditions.ts'
import type { Evaluator } from './evaluate.ts'
import { callsOfParameter } from './parameters.ts'
import { unknown, type Value } from './values.ts'

interface Place { path: string; node: NodeId }

/**
 * What a call handed to a function of the workspace that gives back `inner`, where that calls it with all that it is
 * called with itself, whatever the circumstances: one that keeps what was given for a key decides whether to ask.
 */
export function wrappedValue(evaluator: Evaluator, wrapper: Place, inner: Place, source: Source, call: NodeId): Value {
  const place = inner.path === wrapper.path ? evaluator.world.source(inner.path) : undefined
  const given = source.as(call, 'call')?.arguments ?? []
  if (!place || !place.contains(wrapper.node, inner.node) || inner.node === wrapper.node) return unknown
  for (const [position, argument] of given.entries()) {
    const { kind } = source.node(argument)
    if (kind === 'text' || kind === 'object') continue
    const passes = callsOfParameter(place, wrapper.node, position).some((id) => place.functionOf(id) === inner.node && passesAll(place, id, inner.node))
    if (passes) return evaluator.value(source, argument)
  }
  return unknown
}

/** `fn(...args)` in `(...args) => …`, `fn(id, at)` in `(id, at) => …`. */
function passesAll(source: Source, id: NodeId, inner: NodeId): boolean {
  if (decisionsAround(source, id, inner).length > 0) return false
  const { parameters } = source.as(inner, 'function')!
  const given = source.as(id, 'call')!.arguments
  return given.length > 0 && given.length <= parameters.length && given.every((argument, position) => {
    const parameter = source.as(parameters[position]!, 'parameter')
    const spread = source.as(argument, 'spread')
    const name = source.as(spread ? spread.value : argument, 'name')
    return parameter !== undefined && name !== undefined && name.binding === parameter.binding && Boolean(spread) === Boolean(parameter.rest)
  })
}
