/** Whether somebody else decides how long a promise is waited for: a race against the clock, or code that we cannot see. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainEnd } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionsOf } from '../values/values.ts'
import { subtreeEnd } from '../world.ts'

export function isRaced(evaluator: Evaluator, source: Source, call: NodeId): boolean {
  return isHandedOver(evaluator, source, chainEnd(source, call), 0)
}

/** Climbs from a promise that is not waited for yet to whatever it is handed to. */
function isHandedOver(evaluator: Evaluator, source: Source, promise: NodeId, depth: number): boolean {
  let child = promise
  for (let at = source.node(child).parent; at >= 0; child = at, at = source.node(at).parent) {
    const node = source.node(at)
    if (node.kind === 'array' || node.kind === 'cast' || node.kind === 'spread' || node.kind === 'conditional') continue
    if (node.kind !== 'call' || node.callee === child) return false
    const callee = source.as(node.callee, 'member')
    const object = callee && source.as(callee.object, 'name')
    if (callee && object?.name === 'Promise' && object.binding < 0) {
      if (callee.name === 'race' || callee.name === 'any') return true
      continue
    }
    const position = node.arguments.indexOf(child)
    return depth < 3 && position >= 0 && optionsOf(evaluator.value(source, node.callee)).some((value) => {
      if (value.kind === 'package') return true
      const owner = value.kind === 'function' ? evaluator.world.source(value.path) : undefined
      return owner !== undefined && value.kind === 'function' && races(evaluator, owner, value.node, position, depth + 1)
    })
  }
  return false
}

/** A function of the workspace that lets one of its parameters race. */
function races(evaluator: Evaluator, source: Source, functionId: NodeId, position: number, depth: number): boolean {
  const parameter = source.as(source.as(functionId, 'function')?.parameters[position] ?? -1, 'parameter')
  if (!parameter || parameter.binding < 0) return false
  for (let at = functionId, end = subtreeEnd(source, functionId); at < end; at++) {
    if (source.as(at, 'name')?.binding === parameter.binding && isHandedOver(evaluator, source, at, depth)) return true
  }
  return false
}
