/** Questions about documents that have methods, and about what runs besides a query that reads them. */
import type { BindingId, NodeId } from './facts.ts'
import type { About, Reached } from './rule.ts'
import type { SchemaModel } from './schema.ts'
import type { Source } from './source.ts'
import { usesOf } from './code.ts'

/** Methods that leave a document, or a list of them, as it is. */
const reading = new Set([
  'toObject', 'toJSON', 'toString', 'get', 'equals', 'isModified', 'map', 'filter', 'find', 'some', 'every', 'includes', 'slice', 'join', 'reduce',
  'flatMap', 'forEach', 'at', 'concat', 'indexOf',
])

/** Whether a method is called on the document that may change it: then items must not share it. */
export function isMethodCalled(source: Source, binding: BindingId): boolean {
  return usesOf(source, binding).some(use => {
    const member = source.as(source.node(use).parent, 'member')
    const call = member && source.as(member.parent, 'call')
    return call?.callee === source.node(use).parent && !reading.has(member!.name)
  })
}

/** Calls of the same routine that are known to read only: nothing of what they do can be seen by a query. */
export function keepsApart(reached: Reached): Set<NodeId> {
  return new Set(reached.routine.steps.filter(step => (step.call ? step.call.effect === 'query' : step.reads)).map(step => step.node))
}

const hooks = new Set(['pre', 'post'])

/** A hook may run for one way of asking and not for the other; where the schema stands we can look. */
export function hooksDoubt(model: SchemaModel | undefined, about: About): string[] {
  const source = model?.at && about.source(model.at.path)
  if (!source) return ['no hook runs for `findOne` alone']
  const isHooked = source.calls.some(at => {
    const call = source.as(at, 'call')
    const callee = call && source.as(call.callee, 'member')
    if (!call || !callee) return false
    if (callee.name === 'plugin') return true
    if (!hooks.has(callee.name)) return false
    const event = source.as(call.arguments[0] ?? -1, 'text')?.value
    return event === undefined || event.startsWith('find')
  })
  return isHooked ? ['no hook runs for `findOne` alone'] : []
}
