/** Loops that wait on purpose between their turns. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'
import type { Turn } from './turns.ts'
import { subtreeEnd } from '../world.ts'

const sleeping = new Set(['sleep', 'delay', 'wait', 'setTimeout', 'pause'])

/** The loop paces itself on purpose: `await sleep(200)`. */
export function sleeps(evaluator: Evaluator, source: Source, turn: Turn): boolean {
  for (let at = turn.node, end = subtreeEnd(source, turn.node); at < end; at++) {
    // `await new Promise((resolve) => setTimeout(resolve, 200))`.
    const made = source.as(at, 'new')
    if (made && source.node(made.parent).kind === 'await' && source.as(made.callee, 'name')?.name === 'Promise' && onlyWaits(source, at)) return true
    const call = source.as(at, 'call')
    if (!call || source.node(call.parent).kind !== 'await') continue
    const callee = source.node(call.callee)
    const name = callee.kind === 'name' ? callee.name : callee.kind === 'member' ? callee.name : ''
    if (sleeping.has(name)) return true
    const value = evaluator.value(source, call.callee)
    const target = value.kind === 'function' ? evaluator.world.source(value.path) : undefined
    if (target && value.kind === 'function' && onlyWaits(target, value.node)) return true
  }
  return false
}

/** `(ms) => new Promise((resolve) => setTimeout(resolve, ms))`. */
function onlyWaits(source: Source, functionId: NodeId): boolean {
  const end = subtreeEnd(source, functionId)
  if (end - functionId > 24) return false
  for (let at = functionId; at < end; at++) {
    const call = source.as(at, 'call')
    if (call && source.as(call.callee, 'name')?.name === 'setTimeout') return true
  }
  return false
}
