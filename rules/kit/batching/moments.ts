/** Whether all turns come to a call at one moment, so that what they ask there can be asked at once. */
import semver from 'semver'
import type { NodeId } from '../facts.ts'
import type { About, Call, Hop, Reached, Repetition } from '../rule.ts'
import type { Source } from '../source.ts'
import { stepsOf, within } from '../code/code.ts'

/** A call on the way from the turns to a query, in its file. */
interface Station { source: Source; node: NodeId }

/** Turns that run at the same time: each is begun before any has waited. */
export function runTogether({ kind, concurrent, node, path }: Repetition, about: About): boolean {
  if (concurrent || kind === 'resolver') return true
  // A loop that waits for nothing only begins what it notes down.
  const source = kind === 'loop' ? about.source(path) : undefined
  return source !== undefined && [...within(source, node)].every(at => {
    const inner = source.node(at)
    return (inner.kind !== 'await' && !(inner.kind === 'for-of' && inner.await)) || source.functionOf(at) !== source.functionOf(node)
  })
}

/** Calls that the library joins by itself where they are made in one tick. */
export function joinsItself({ facts, source, library }: Call, about: About): boolean {
  if (!facts.batches || facts.batches.option) return false
  const [name = ''] = library.packages
  const version = semver.coerce(about.version(source.path, name))
  return !version || semver.satisfies(version, facts.batches.versions)
}

/**
 * Doubts about what is waited for before; undefined where something takes turns apart. What `isJoined` says of, all
 * turns have at once, and go on at once.
 */
export function comeTogether(reached: Reached, path: readonly Hop[], call: Call, about: About, isJoined: (call: Call) => boolean): string[] | undefined {
  const way: Station[] = [{ source: reached.source, node: reached.node }]
  for (const { at } of path.slice(1)) {
    const source = about.source(at.path)
    const node = source && source.calls.find(id => endOfCallee(source, id) === at.end)
    if (!source || node === undefined) return undefined
    way.push({ source, node })
  }
  if (path.length > 0) way.push({ source: call.source, node: call.node })
  const doubts: string[] = []
  for (const [index, station] of way.entries()) {
    const before = delaysBefore(station, index === 0 ? reached.keyedBy : undefined, about, isJoined)
    if (!before) return undefined
    doubts.push(...before)
  }
  return [...new Set(doubts)]
}

function endOfCallee(source: Source, id: NodeId): number {
  const node = source.node(id)
  return node.kind === 'call' || node.kind === 'new' ? source.node(node.callee).end : -1
}

function delaysBefore({ source, node }: Station, turn: Repetition | undefined, about: About, isJoined: (call: Call) => boolean): string[] | undefined {
  const { start } = source.node(node)
  const doubts: string[] = []
  for (const owner of ownersOf(source, node, turn?.node)) {
    const steps = about.routine(source.path, owner)?.steps ?? []
    for (const at of within(source, owner)) {
      const wait = source.as(at, 'await')
      if (!wait || wait.end > start || source.functionOf(at) !== owner || !leadsTo(source, at, node)) continue
      const inside = steps.filter(step => source.contains(at, step.node))
      if (inside.some(step => step.behind.some(({ call }) => call.effect !== 'block' && !isJoined(call)))) return undefined
      const called = source.as(wait.value, 'call')
      if (called && inside.length === 0) doubts.push(`\`${stepsOf(source, called.callee)?.join('.') ?? 'what is awaited'}\` answers at once`)
    }
  }
  return doubts
}

/** The function that a call stands in, with the callbacks between; of a turn, up to its own callback. */
function ownersOf(source: Source, node: NodeId, turn: NodeId | undefined): NodeId[] {
  const owners: NodeId[] = []
  for (let at = source.functionOf(node); at > 0; at = source.functionOf(at)) {
    owners.push(at)
    const { parent } = source.node(at)
    if (parent === turn || source.node(parent).kind !== 'call') break
  }
  return owners
}

/** Whoever waits there may come to the node: it is no other branch, and the branch does not end before. */
function leadsTo(source: Source, wait: NodeId, node: NodeId): boolean {
  let child = wait
  for (const at of source.outwards(source.node(wait).parent)) {
    const holder = source.node(at)
    if (holder.kind === 'function') return true
    if ((holder.kind === 'if' || holder.kind === 'conditional') && child !== holder.test) {
      const isOther = source.contains(at, node)
      if (isOther || endsThere(source, child)) return false
    }
    if (holder.kind === 'try' && child === holder.catch && !source.contains(holder.catch, node) && endsThere(source, child)) return false
    child = at
  }
  return true
}

function endsThere(source: Source, branch: NodeId): boolean {
  const block = source.as(branch, 'block')
  const last = block ? block.body.at(-1) ?? -1 : branch
  return ['return', 'throw', 'continue'].includes(source.node(last)?.kind ?? '')
}
