import type { About, Fix, Reached } from '../kit/rule.ts'
import { batchEdits } from '../kit/batch.ts'
import { batchByBuilder } from '../kit/by-builder.ts'
import { batchByObject } from '../kit/by-object.ts'
import { batchBySql } from '../kit/by-sql.ts'
import { offer } from '../kit/offer.ts'
import { plural, spoken } from '../kit/names.ts'

/**
 * Loads the rows for all items with one query before the loop, and looks them up in a map where each item had its
 * own query.
 */
export function batchByKey(reached: Reached, about: About): Fix | undefined {
  const batch = batchByObject(reached, about) ?? batchByBuilder(reached, about) ?? batchBySql(reached)
  if (!batch) return undefined
  return offer({
    recipe: 'batch-by-key',
    title: `Load all ${spoken(plural(batch.word))} in one query`,
    doubts: batch.doubts,
    edits: () => batchEdits(batch),
  })
}
