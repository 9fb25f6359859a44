/** What a request does about the failure of a call, and whether it had answered before. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls, wholeResult } from '../values/chains.ts'
import { flowOfNames } from './flows.ts'
import { subtreeEnd } from '../world.ts'

type Answers = (call: NodeId) => boolean

/**
 * Whether the answer tells that this very call failed: `try { await send() } catch { res.status(502).end() }`. A `catch`
 * around other work as well is there for any failure, and says nothing of this one.
 */
export function failureFlowOf(source: Source, id: NodeId, answers: Answers): 'answered' | 'returned' | 'none' {
  const whole = wholeResult(source, id)
  for (const link of chainCalls(source, id)) {
    const call = source.as(link, 'call')
    if (call && source.as(call.callee, 'member')?.name === 'catch' && call.arguments.some((it) => anyAnswers(source, it, answers))) return 'answered'
  }
  let child = whole
  for (const at of source.outwards(source.node(whole).parent)) {
    const node = source.node(at)
    if (node.kind === 'function') break
    if (node.kind === 'try' && node.block === child && node.catch >= 0) {
      if (waitsForMore(source, node.block, whole)) return 'none'
      if (anyAnswers(source, node.catch, answers)) return 'answered'
      const { names, returns } = leftBy(source, node.catch)
      const flow = names.length ? flowOfNames(source, names, answers) : 'kept'
      return flow === 'answered' ? flow : returns || flow === 'returned' ? 'returned' : 'none'
    }
    child = at
  }
  return 'none'
}

/** Everything below a node, without the functions in it that run at another time. */
function* runBy(source: Source, id: NodeId): Generator<NodeId> {
  for (let at = id, end = subtreeEnd(source, id); at < end; at++) {
    if (at !== id && source.node(at).kind === 'function') at = subtreeEnd(source, at) - 1
    else yield at
  }
}

const anyAnswers = (source: Source, id: NodeId, answers: Answers): boolean => [...runBy(source, id)].some((at) => answers(at))

const waitsForMore = (source: Source, block: NodeId, own: NodeId): boolean =>
  [...runBy(source, block)].some((at) => source.node(at).kind === 'await' && !source.contains(at, own) && !source.contains(own, at))

/** What a `catch` leaves behind for the code after it. */
function leftBy(source: Source, block: NodeId): { names: BindingId[]; returns: boolean } {
  const names: BindingId[] = []
  let returns = false
  for (const at of runBy(source, block)) {
    const node = source.node(at)
    if (node.kind === 'assign') names.push(source.as(node.target, 'name')?.binding ?? -1)
    if (node.kind === 'return' && node.value >= 0) returns = true
  }
  return { names: names.filter((name) => name >= 0), returns }
}

/** A statement before it, which always runs, has answered: nobody waits any more. */
export function hasAnsweredBefore(source: Source, id: NodeId, owner: NodeId, answers: Answers): boolean {
  let child = id
  for (const at of source.outwards(source.node(id).parent)) {
    if (at === owner) return false
    const block = source.as(at, 'block')
    const before = block ? block.body.slice(0, block.body.indexOf(child)) : []
    if (before.some((statement) => source.node(statement).kind === 'expression' && anyAnswers(source, statement, answers))) return true
    child = at
  }
  return false
}
