/** The greatest number of elements that a list can have, where the text says it. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import type { Value } from './values.ts'

export function boundOf(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): number | undefined {
  if (id < 0 || depth > 6) return undefined
  const node = source.node(id)
  switch (node.kind) {
    // An empty literal is filled later.
    case 'array': return node.elements.length === 0 || node.elements.some((it) => source.node(it).kind === 'spread') ? undefined : node.elements.length
    case 'object': return node.properties.length === 0 || node.properties.some((it) => it.spread) ? undefined : node.properties.length
    case 'cast': case 'await': return boundOf(evaluator, source, node.value, depth + 1)
    case 'call': return boundOfCall(evaluator, source, node.callee, node.arguments, depth)
    case 'name': case 'member': return boundOfValue(evaluator, evaluator.value(source, id), depth)
    default: return undefined
  }
}

function boundOfValue(evaluator: Evaluator, value: Value, depth: number): number | undefined {
  if (value.kind !== 'object') return undefined
  const source = evaluator.world.source(value.path)
  return source && !growsLater(source, value.node) ? boundOf(evaluator, source, value.node, depth + 1) : undefined
}

/** Methods that make a list or set longer. */
export const growing: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'add'])

/** More is put into it after it was written down, so that the literal says nothing of its length. */
function growsLater(source: Source, literal: NodeId): boolean {
  let whole = literal
  while (source.node(source.node(whole).parent)?.kind === 'cast') whole = source.node(whole).parent
  const declare = source.as(source.node(whole).parent, 'declare')
  const binding = declare?.pattern === false ? declare.bindings[0] : undefined
  const isIt = (id: NodeId): boolean => source.as(id, 'name')?.binding === binding
  return binding !== undefined && source.facts.nodes.some((node) => {
    if (node.kind === 'assign') return isIt(source.as(node.target, 'index')?.object ?? -1)
    const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
    return callee !== undefined && growing.has(callee.name) && isIt(callee.object)
  })
}

function boundOfCall(evaluator: Evaluator, source: Source, callee: NodeId, given: readonly NodeId[], depth: number): number | undefined {
  const member = source.as(callee, 'member')
  if (!member) return undefined
  const object = source.as(member.object, 'name')
  if (object && object.binding < 0 && object.name === 'Object') return boundOf(evaluator, source, given[0] ?? -1, depth + 1)
  if (object && object.binding < 0 && object.name === 'Array') {
    const shape = source.as(given[0] ?? -1, 'object')
    const length = shape?.properties.find((it) => it.key === 'length')
    return length ? source.as(length.value, 'number')?.value : boundOf(evaluator, source, given[0] ?? -1, depth + 1)
  }
  if (member.name === 'slice') {
    const from = source.as(given[0] ?? -1, 'number')?.value
    const to = source.as(given[1] ?? -1, 'number')?.value
    if (from !== undefined && to !== undefined && from >= 0 && to >= from) return to - from
  }
  if (['map', 'filter', 'slice', 'sort', 'reverse', 'entries', 'keys', 'values'].includes(member.name)) {
    return boundOf(evaluator, source, member.object, depth + 1)
  }
  return undefined
}
