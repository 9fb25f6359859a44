/** Why a recipe gave no fix: kept beside its subject, so that `explain` can tell it. */
import type { Reached } from '../rule.ts'

const said = new WeakMap<Reached, Set<string>>()

/** Notes a reason, as it reads after "no fix, since", and gives nothing. */
export function declines(reached: Reached, why: string): undefined {
  const known = said.get(reached)
  if (known) known.add(why)
  else said.set(reached, new Set([why]))
  return undefined
}

/** The reasons that were noted, in their order. */
export const reasonsAgainst = (reached: Reached): string[] => [...said.get(reached) ?? []]
