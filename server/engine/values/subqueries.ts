/** Queries that are only built to be used inside another one: nobody waits for them, so they ask nobody. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls, chainEnd } from './chains.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf } from './values.ts'

/** `id` is the call with which a chain of building steps begins. */
export function isSubquery(evaluator: Evaluator, source: Source, id: NodeId): boolean {
  return isNamedPart(source, id) || isHandedOn(evaluator, source, chainEnd(source, id)) || isKeptForAnother(evaluator, source, chainEnd(source, id), new Set())
}

/** `….as('latest')`: a subquery by its name. */
function isNamedPart(source: Source, id: NodeId): boolean {
  return chainCalls(source, id).some((call) => call !== id && source.as(source.as(call, 'call')!.callee, 'member')?.name === 'as')
}

function isHandedOn(evaluator: Evaluator, source: Source, end: NodeId): boolean {
  const parent = source.node(source.node(end).parent)
  // sql`select … where ${sql`id = 1`}`
  if (parent.kind === 'tagged') return optionsOf(evaluator.value(source, parent.tag)).some((value) => value.kind === 'library' || value.kind === 'library-function' || value.kind === 'package')
  if (parent.kind !== 'call' || parent.callee === end) return false
  const callee = source.as(parent.callee, 'member')
  const object = callee && source.as(callee.object, 'name')
  if (object && object.binding < 0 && object.name === 'Promise') return false
  return optionsOf(evaluator.value(source, parent.callee)).some((value) => value.kind === 'library-function' || value.kind === 'package')
}

/** A name that is only built further and then handed on: `let newest = db.select()…; newest = newest.limit(1); exists(newest)`. */
function isKeptForAnother(evaluator: Evaluator, source: Source, end: NodeId, seen: Set<BindingId>): boolean {
  const parent = source.node(source.node(end).parent)
  const binding = parent.kind === 'declare' && !parent.pattern ? parent.bindings[0]
    : parent.kind === 'assign' && parent.value === end ? source.as(parent.target, 'name')?.binding : undefined
  if (binding === undefined || binding < 0) return false
  if (seen.has(binding)) return true
  seen.add(binding)
  const uses = source.usesOf(binding).filter((use) => source.as(source.node(use).parent, 'assign')?.target !== use)
  let handedOn = false
  for (const use of uses) {
    const link = firstLink(source, use)
    const whole = link === undefined ? use : chainEnd(source, link)
    if (link !== undefined && isNamedPart(source, use)) handedOn = true
    else if (isHandedOn(evaluator, source, whole)) handedOn = true
    else if (!isKeptForAnother(evaluator, source, whole, seen)) return false
  }
  return handedOn
}

/** `newest.limit(1)` of `newest`, and `newest[join](tags, joined)`. */
function firstLink(source: Source, use: NodeId): NodeId | undefined {
  const { parent } = source.node(use)
  const step = source.as(parent, 'member') ?? source.as(parent, 'index')
  const call = step?.object === use ? source.as(step.parent, 'call') : undefined
  return call?.callee === parent ? step!.parent : undefined
}
