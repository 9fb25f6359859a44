import type { About, Fix, Reached } from '../kit/rule.ts'
import { rowsOfAll } from '../kit/batching/any-batch.ts'
import { batchEdits, endDoubts, keysOfAny } from '../kit/batching/batch.ts'
import { declines } from '../kit/batching/declines.ts'
import { offer } from '../kit/edits/offer.ts'
import { plural, spoken } from '../kit/edits/names.ts'
import { preload } from '../kit/batching/preload.ts'
import { pluralSibling } from '../kit/batching/plural-sibling.ts'
import { extensionDoubts } from '../kit/batching/row-sharing.ts'
import { changesBefore } from '../kit/batching/turn-effects.ts'

/**
 * Loads the rows for all items with one query before the loop, and looks them up in a map where each item had its
 * own query.
 */
export function batchByKey(reached: Reached, about: About): Fix | undefined {
  const batch = rowsOfAll(reached, about)
  if (!batch) return behindHelper(reached, about)
  if (!keysOfAny(batch)) return declines(reached, 'items that are passed over may have no such key')
  return offer({
    recipe: 'batch-by-key',
    title: batch.title ?? `Load all ${spoken(plural(batch.word))} in one query`,
    doubts: [...batch.doubts, ...changesBefore(batch.item, batch.key.origin), ...endDoubts(batch.item), ...extensionDoubts(reached.call)],
    edits: () => batchEdits(batch),
  })
}

/** The query hides in a function that is nothing but one lookup: it gets a sibling for many keys. */
function behindHelper(reached: Reached, about: About): Fix | undefined {
  const sibling = pluralSibling(reached, about)
  return sibling && offer({
    recipe: 'batch-by-key',
    title: `Load all ${spoken(plural(sibling.word))} in one query, by \`${sibling.name}\``,
    doubts: sibling.doubts,
    edits: sibling.edits,
  })
}

/** The query hides in a function that does more: its sibling asks for all items at once, and gives a function for each. */
export function batchBehind(reached: Reached, about: About): Fix | undefined {
  const made = preload(reached, about)
  return made && offer({ recipe: 'batch-by-key', title: `Ask for all items at once, by \`${made.name}\``, doubts: made.doubts, edits: made.edits })
}
