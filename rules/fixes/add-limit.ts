import type { About, Fix, Reached } from '../kit/rule.ts'
import { limitEdits } from '../kit/conditions/limits-writing.ts'
import { inFile, offer } from '../kit/edits/offer.ts'

/** Gives a query the most rows that the settings name. */
export function addLimit(reached: Reached, { settings }: About): Fix | undefined {
  const { limit } = settings
  const edits = limitEdits(reached, limit)
  return edits && offer({
    recipe: 'add-limit',
    title: `Load ${limit} rows at most`,
    doubts: ['the rest may wait for a next page'],
    edits: () => inFile(reached.call.source, edits()),
  })
}
