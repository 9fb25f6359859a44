/** Work that is about all rows: a limit would leave some of it undone. */
import type { BindingId, NodeId } from '../facts.ts'
import type { Reached, Step } from '../rule.ts'
import type { Source } from '../source.ts'
import { within } from '../code/code.ts'
import { wholeOf } from '../code/same-query.ts'
import { holdersOf } from '../code/results.ts'

/** What an export, a sitemap or a nightly job is for is all rows. */
const wantsAll = /sitemap|export|backup|\brss|feed\.|csv|download|static-?params|static-?paths|seed|populat|migrat|cutover|reindex|backfill|warm|clean-?up|\bcron|\bjobs?\b|\bworkers?\b|\bqueues?\b|\bworkflows?\b|nightly|scheduled|reminder|digest|telemetry/i

export const isForAll = ({ routine, entry, call }: Reached): boolean => wantsAll.test([routine.name, entry?.name, call.source.path].join(' '))

/** Whether a write takes the rows, or is made for each of them: a copy, a change of all. */
export function areWritten({ call: { source, node }, routine }: Reached): boolean {
  const writes = routine.steps.filter(({ behind }) => behind.some((it) => it.call.effect === 'write'))
  if (writes.length === 0 || routine.source.path !== source.path) return false
  const names = namesFrom(source, holdersOf(source, wholeOf(source, node)), routine.node)
  const isOf = (id: NodeId): boolean => names.has(source.as(id, 'name')?.binding ?? -1)
  return writes.some((step) => source.node(step.node).start > source.node(node).end && (isWalking(source, step, isOf) || takes(source, step.node, isOf)))
}

/** Names that hold the rows, or what was made of them. */
function namesFrom(source: Source, holders: readonly BindingId[], owner: NodeId): ReadonlySet<BindingId> {
  const names = new Set(holders)
  const isMade = (id: NodeId): boolean => [id, ...within(source, id)].some((at) => names.has(source.as(at, 'name')?.binding ?? -1) && !isCounted(source, at))
  for (const at of within(source, owner)) {
    const node = source.node(at)
    if (node.kind === 'declare' && node.value >= 0 && isMade(node.value)) node.bindings.forEach((it) => names.add(it))
  }
  return names
}

const isWalking = (source: Source, { repetitions }: Step, isOf: (id: NodeId) => boolean): boolean => repetitions.some(({ path, node }) => {
  if (path !== source.path) return false
  const loop = source.node(node)
  const list = loop.kind === 'for-of' ? loop.list : loop.kind === 'call' ? loop.callee : undefined
  return list !== undefined && [list, ...within(source, list)].some(isOf)
})

/** The rows themselves, not how many there are. */
function takes(source: Source, id: NodeId, isOf: (id: NodeId) => boolean): boolean {
  const call = source.as(id, 'call')
  return call?.arguments.some((given) => [given, ...within(source, given)].some((at) => isOf(at) && !isCounted(source, at))) === true
}

const isCounted = (source: Source, id: NodeId): boolean => source.as(source.node(id).parent, 'member')?.name === 'length'
