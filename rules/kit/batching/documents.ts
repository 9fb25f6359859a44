/** Questions about documents that have methods, and about what runs besides a query that reads them. */
import type { BindingId, NodeId } from '../facts.ts'
import type { About, Call, Reached } from '../rule.ts'
import type { SchemaModel } from '../schema.ts'
import type { Source } from '../source.ts'
import type { PerItem } from './per-item.ts'
import { chainOf, linksOf, stepsOf, usesOf, within } from '../code/code.ts'

/** Methods that leave a document, or a list of them, as it is. */
const reading = new Set([
  'toObject', 'toJSON', 'toString', 'get', 'equals', 'isModified', 'map', 'filter', 'find', 'some', 'every', 'includes', 'slice', 'join', 'reduce',
  'flatMap', 'forEach', 'at', 'concat', 'indexOf',
])

const filling = new Set(['populate', 'depopulate', 'set', '$set', 'overwrite', 'init'])

/** Whether a method is called on the document that may change it: then items must not share it. */
export const isMethodCalled = (source: Source, binding: BindingId): boolean => methodsOn(source, binding).some(name => !reading.has(name))

/** Whether a method gives fields of the document another value. */
export const isFilled = (source: Source, binding: BindingId): boolean => methodsOn(source, binding).some(name => filling.has(name))

const methodsOn = (source: Source, binding: BindingId): string[] => usesOf(source, binding).flatMap(use => {
  const { parent } = source.node(use)
  const member = source.as(parent, 'member')
  return member && source.as(member.parent, 'call')?.callee === parent ? [member.name] : []
})

/**
 * What happens in a turn besides the query: `'stop'` where it writes what is read, else doubts. `isSame` tells of another
 * write whether it does.
 */
export function meanwhile(reached: Reached, { source, turn, query }: PerItem, isSame: (write: NodeId, call: Call) => 'no' | 'perhaps' | 'yes'): 'stop' | string[] {
  const doubts: string[] = []
  const known = new Set<NodeId>()
  for (const step of reached.routine.steps) {
    if (!source.contains(turn, step.node) || source.contains(query, step.node)) continue
    for (const link of linksOf(source, chainOf(source, step.node))) known.add(link.call)
    const says = step.call?.effect === 'write' ? isSame(step.node, step.call) : step.behind.some(each => each.call.effect === 'write') ? 'perhaps' : 'no'
    if (says === 'yes') return 'stop'
    if (says === 'perhaps') doubts.push(`\`${step.name}\` does not change what is read`)
  }
  for (const at of within(source, turn)) {
    const call = source.as(at, 'call')
    if (!call || known.has(at) || source.contains(query, at) || source.node(call.parent).kind !== 'await' || stepsOf(source, call.callee)?.[0] === 'Promise') continue
    doubts.push(`\`${stepsOf(source, call.callee)?.join('.') ?? 'what is awaited'}\` does not change what is read`)
  }
  return doubts
}

const hooks = new Set(['pre', 'post'])

/** A hook may run for one way of asking and not for the other; where the schema stands we can look. */
export function hooksDoubt(model: SchemaModel | undefined, about: About, method = 'findOne'): string[] {
  const source = model?.at && about.source(model.at.path)
  const doubt = `no hook runs for \`${method}\` alone`
  if (!source) return [doubt]
  const isHooked = source.calls.some(at => {
    const call = source.as(at, 'call')
    const callee = call && source.as(call.callee, 'member')
    if (!call || !callee) return false
    if (callee.name === 'plugin') return true
    if (!hooks.has(callee.name)) return false
    const event = source.as(call.arguments[0] ?? -1, 'text')?.value
    return event === undefined || event.startsWith('find') || event.startsWith(method)
  })
  return isHooked ? [doubt] : []
}
