/** What a function does inside of a transaction: what escapes it, and what is asked at once of its one connection. */
import type { NodeId } from '../facts.ts'
import type { Asked, Place, Routine, Step, Transaction } from '../rule.ts'
import type { Source } from '../source.ts'

/** A step that asks outside of the transaction that it runs in. */
export interface Escape {
  step: Step
  transaction: Transaction
  asked: Asked
  /** The reader may mean it: after a failure, or without waiting for it. */
  meant: boolean
}

export function escapesOf(routine: Routine): Escape[] {
  return routine.steps.flatMap((step) => {
    const { transaction } = step
    const outside = transaction ? step.asks.filter((it) => it.on === 'outer') : []
    // A write says more than a read, and what is near more than what is far.
    const [asked] = outside.sort((a, b) => Number(b.call.effect === 'write') - Number(a.call.effect === 'write') || a.path.length - b.path.length)
    if (!transaction || !asked) return []
    return [{ step, transaction, asked, meant: !asked.waited || isAfterFailure(routine.source, step.node, transaction) }]
  })
}

/** In a `catch` inside of the transaction: what is noted there shall stay when the rest is undone. */
function isAfterFailure(source: Source, id: NodeId, transaction: Transaction): boolean {
  let child = id
  for (const at of source.outwards(id)) {
    if (at === (transaction.callback ?? 0)) return false
    const node = source.node(at)
    if (node.kind === 'try' && node.catch === child) return true
    child = at
  }
  return false
}

/** Several questions at once on one transaction's connection. */
export interface Gathering {
  transaction: Transaction
  /** The call of `Promise.all`. */
  node: NodeId
  at: Place
  asks: Asked[]
  steps: Step[]
}

export function gatheringsOf(routine: Routine): Gathering[] {
  const found = new Map<NodeId, Gathering>()
  for (const step of routine.steps) {
    const { transaction } = step
    if (!transaction) continue
    const gathering = gatheringAround(routine.source, step.node, transaction)
    const asks = gathering === undefined ? [] : step.asks.filter((it) => it.on === 'handle')
    if (gathering === undefined || asks.length === 0) continue
    const known = found.get(gathering)
    if (known) {
      known.asks.push(...asks)
      known.steps.push(step)
      continue
    }
    const { source } = routine
    const { start, end } = source.node(source.as(gathering, 'call')!.callee)
    found.set(gathering, { transaction, node: gathering, at: { path: source.path, start, end }, asks: [...asks], steps: [step] })
  }
  return [...found.values()].filter(({ steps }) => steps.length > 1 || steps.some((step) => step.repetitions.some((it) => it.concurrent)))
}

const gathers = new Set(['all', 'allSettled', 'any', 'race'])

/** The innermost `Promise.all` and its like around a node that runs inside of the transaction. */
function gatheringAround(source: Source, id: NodeId, transaction: Transaction): NodeId | undefined {
  for (const at of source.outwards(id)) {
    if (at === transaction.callback) return undefined
    const call = at === id ? undefined : source.as(at, 'call')
    const callee = call && source.as(call.callee, 'member')
    const object = callee && source.as(callee.object, 'name')
    if (callee && object?.name === 'Promise' && object.binding < 0 && gathers.has(callee.name)) return at
  }
  return undefined
}
