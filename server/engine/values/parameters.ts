/** Where a function calls one of its own parameters. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { subtreeEnd } from '../world.ts'

/** Calls inside a function whose callee is its parameter at that position. */
export function callsOfParameter(source: Source, functionId: NodeId, position: number): NodeId[] {
  const parameterId = source.as(functionId, 'function')?.parameters[position]
  const binding = parameterId === undefined ? undefined : source.as(parameterId, 'parameter')?.binding
  if (binding === undefined || binding < 0) return []
  const found: NodeId[] = []
  for (let at = functionId + 1, end = subtreeEnd(source, functionId); at < end; at++) {
    const call = source.as(at, 'call')
    if (call && source.as(call.callee, 'name')?.binding === binding) found.push(at)
  }
  return found
}
