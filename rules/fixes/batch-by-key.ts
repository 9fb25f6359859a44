import type { About, Fix, Reached } from '../kit/rule.ts'
import { batchEdits } from '../kit/batch.ts'
import { batchByBuilder } from '../kit/by-builder.ts'
import { batchByChain } from '../kit/by-chain.ts'
import { batchByFilter } from '../kit/by-filter.ts'
import { batchByHelper } from '../kit/by-helper.ts'
import { batchByObject } from '../kit/by-object.ts'
import { batchByPosition } from '../kit/by-position.ts'
import { batchByRest } from '../kit/by-rest.ts'
import { batchBySql } from '../kit/by-sql.ts'
import { offer } from '../kit/offer.ts'
import { plural, spoken } from '../kit/names.ts'
import { pluralSibling } from '../kit/plural-sibling.ts'

/**
 * Loads the rows for all items with one query before the loop, and looks them up in a map where each item had its
 * own query.
 */
export function batchByKey(reached: Reached, about: About): Fix | undefined {
  const batch = batchByObject(reached, about) ?? batchByBuilder(reached, about) ?? batchByHelper(reached, about) ?? batchByChain(reached) ?? batchBySql(reached) ?? batchByFilter(reached, about) ?? batchByRest(reached)
  if (!batch) {
    const placed = batchByPosition(reached)
    return placed ? offer({ recipe: 'batch-by-key', title: 'Load all values with one command', doubts: placed.doubts, edits: placed.edits }) : behindHelper(reached, about)
  }
  return offer({
    recipe: 'batch-by-key',
    title: `Load all ${spoken(plural(batch.word))} in one query`,
    doubts: batch.doubts,
    edits: () => batchEdits(batch),
  })
}

/** The query hides in a function that is nothing but one lookup: it gets a sibling for many keys. */
function behindHelper(reached: Reached, about: About): Fix | undefined {
  const sibling = pluralSibling(reached, about)
  if (!sibling) return undefined
  return offer({
    recipe: 'batch-by-key',
    title: `Load all ${spoken(plural(sibling.word))} in one query, by \`${sibling.name}\``,
    doubts: sibling.doubts,
    edits: sibling.edits,
  })
}
