/** Functions that are handed what to do and keep a record of what is done: the steps of a durable job, idempotent work. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { decisionsAround } from '../routines/conditions.ts'
import { subtreeEnd } from '../world.ts'

/**
 * Whether a function runs what the argument at one of these positions does only where a query of its own has not found it
 * done. Its record is about that one piece of work, and nothing that a list of them could be asked for at once.
 */
export function keepsRecord(source: Source, owner: NodeId, positions: readonly number[], queries: readonly NodeId[]): boolean {
  const own = source.as(owner, 'function')
  return positions.some((position) => {
    const work = source.as(own?.parameters[position] ?? -1, 'parameter')?.binding ?? -1
    return work >= 0 && source.usesOf(work).some((use) => {
      const { parent } = source.node(use)
      if (source.as(parent, 'call')?.callee !== use || source.functionOf(parent) !== owner) return false
      return decisionsAround(source, parent, owner).some(({ test }) => queries.some((query) => isToldBy(source, test, query)))
    })
  })
}

/** The test looks at a name that holds what the query gave. */
function isToldBy(source: Source, test: NodeId, query: NodeId): boolean {
  for (let at = test, end = subtreeEnd(source, test); at < end; at++) {
    const name = source.as(at, 'name')
    const value = name && name.binding >= 0 ? source.facts.bindings[name.binding]!.value : -1
    if (value >= 0 && source.contains(value, query)) return true
  }
  return false
}
