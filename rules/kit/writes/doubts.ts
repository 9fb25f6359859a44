/** What is left open when one write takes the place of many: how the loop fails, and what happens meanwhile. */
import type { NodeId } from '../facts.ts'
import type { Call, Reached } from '../rule.ts'
import type { Source } from '../source.ts'
import type { PerItem } from '../batching/per-item.ts'
import type { TurnShape } from './turn.ts'
import { chainOf, linksOf, stepsOf, within } from '../code/code.ts'
import { disturbances } from '../code/results.ts'
import { hasSlowStep } from './writes.ts'

/** Doubts that every such fix has; `'stop'` where something speaks against it. */
export function writeDoubts(reached: Reached, item: PerItem, shape: TurnShape, outer: readonly NodeId[], client: NodeId, isPartial: boolean): 'stop' | string[] {
  if (shape.how === 'collect' && hasSlowStep(reached)) return 'stop'
  const doubts = meanwhile(reached, { ...item, turn: outer.at(-1) ?? item.turn }, client)
  if (doubts === 'stop') return 'stop'
  if (!isPartial && !reached.transaction) doubts.unshift('none should stay when one fails')
  return doubts
}

/** What else the turns ask and write, and might have found or needed the rows of the turns before. */
function meanwhile(reached: Reached, item: PerItem, client: NodeId): 'stop' | string[] {
  const { source, turn, query } = item
  const doubts: string[] = []
  const own = targetOf(reached.call)
  const { start } = source.node(query)
  const known = new Set<NodeId>()
  for (const step of reached.routine.steps) {
    if (!source.contains(turn, step.node) || source.contains(query, step.node)) continue
    known.add(step.node)
    const { call } = step
    if (!call) {
      const asks = step.behind.filter((each) => each.call.effect === 'query' || each.call.effect === 'write')
      if (asks.some((each) => each.call.library.name === reached.call.library.name && each.call.subject !== undefined && each.call.subject === reached.call.subject)) return 'stop'
      if (asks.length > 0) doubts.push(`\`${step.name}\` does not need what is written`)
      continue
    }
    if (call.library.name !== reached.call.library.name || (call.effect !== 'query' && call.effect !== 'write')) continue
    const other = targetOf(call)
    if (other === undefined || other === own) return 'stop'
    if (call.effect === 'query') continue
    // What is written after it in its turn may need it; what is deleted before it may need to be gone.
    if (isDeleting(reached) || source.node(step.node).start > start) return 'stop'
    doubts.push('')
  }
  for (const doubt of unknownWaits(reached, item, client, known)) doubts.push(doubt)
  return doubts
}

/** Waited calls of which nothing is known. */
function unknownWaits({ call }: Reached, { source, turn, query }: PerItem, client: NodeId, known: ReadonlySet<NodeId>): string[] {
  const unknown = [...within(source, turn)].filter((at) => ![...source.outwards(at)].some((outer) => known.has(outer)) && !isBuiltOn(source, at, known))
  const found = disturbances(source, unknown, query, { library: call.library, client, writes: () => 'no' })
  return found === 'stop' ? [] : found.map((doubt) => doubt.replace('does not change what is read', 'does not need what is written'))
}

/** A link of a chain whose head is known. */
function isBuiltOn(source: Source, at: NodeId, known: ReadonlySet<NodeId>): boolean {
  return [...within(source, at)].some((inner) => known.has(inner)) && source.node(at).kind === 'call'
}

/** The table that a call is about, as it is named there. */
export function targetOf({ source, node, facts }: Call): string | undefined {
  const { target } = facts
  const call = source.as(node, 'call')
  if (!call || target === undefined) return undefined
  if (target === 'receiver') return stepsOf(source, call.callee)?.slice(0, -1).join('.')
  if (typeof target === 'number') return call.arguments.length > target ? source.textOf(call.arguments[target]!) : undefined
  const link = linksOf(source, chainOf(source, node)).find(({ name }) => name === target.link)
  const argument = link && source.as(link.call, 'call')!.arguments[0]
  return argument === undefined ? undefined : source.textOf(argument)
}

/** The table's name as a word, where it is one. */
export function tableWord(reached: Reached): string {
  const named = targetOf(reached.call) ?? ''
  const word = named.split('.').at(-1)!.replaceAll(/\W/g, '')
  return /^[a-z]\w*$/i.test(word) ? word.slice(0, 1).toLowerCase() + word.slice(1) : ''
}

/** By the call's own name, or by a link of its chain. */
export const isDeleting = ({ call: { source, node, name, facts } }: Reached): boolean => {
  const names = [name.split('.').at(-1)!, ...facts.builds ? linksOf(source, chainOf(source, node)).map((link) => link.name) : []]
  return names.some((each) => ['del', 'remove', 'destroy'].some((word) => each.toLowerCase().includes(word)))
}
