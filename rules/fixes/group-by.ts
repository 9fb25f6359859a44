import type { About, Fix, Reached } from '../kit/rule.ts'
import { batchEdits } from '../kit/batching/batch.ts'
import { groupsBySql } from '../kit/batching/by-sql.ts'
import { groupsByObject } from '../kit/batching/group-by-object.ts'
import { plural, singular, spoken } from '../kit/edits/names.ts'
import { offer } from '../kit/edits/offer.ts'
import { extensionDoubts } from '../kit/batching/row-sharing.ts'
import { changesBefore } from '../kit/batching/turn-effects.ts'

/** Counts for all items with one query by groups before the loop, where each item had a query of its own. */
export function groupBy(reached: Reached, about: About): Fix | undefined {
  const batch = groupsByObject(reached, about) ?? groupsBySql(reached)
  if (!batch) return undefined
  const word = singular(batch.word.slice(0, -'Count'.length))
  return offer({
    recipe: 'group-by',
    title: `Count all ${spoken(plural(word))} in one query`,
    doubts: [...batch.doubts, ...changesBefore(batch.item, batch.key.origin), ...extensionDoubts(reached.call)],
    edits: () => batchEdits(batch),
  })
}
