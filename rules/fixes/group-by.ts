import type { About, Fix, Reached } from '../kit/rule.ts'
import { numbersOfAll } from '../kit/batching/any-batch.ts'
import { batchEdits, endDoubts, keysOfAny } from '../kit/batching/batch.ts'
import { plural, singular, spoken } from '../kit/edits/names.ts'
import { offer } from '../kit/edits/offer.ts'
import { extensionDoubts } from '../kit/batching/row-sharing.ts'
import { changesBefore } from '../kit/batching/turn-effects.ts'

/** Counts, or works out other numbers, for all items with one query by groups before the loop, where each item had a query of its own. */
export function groupBy(reached: Reached, about: About): Fix | undefined {
  const batch = numbersOfAll(reached, about)
  if (!batch || !keysOfAny(batch)) return undefined
  const kind = (['Count', 'Total'] as const).find(each => batch.word.endsWith(each))
  const word = singular(kind ? batch.word.slice(0, -kind.length) : batch.word)
  return offer({
    recipe: 'group-by',
    title: `${kind === 'Count' ? 'Count' : kind === 'Total' ? 'Summarise' : 'Look up'} all ${spoken(plural(word))} in one query`,
    doubts: [...batch.doubts, ...changesBefore(batch.item, batch.key.origin), ...endDoubts(batch.item), ...extensionDoubts(reached.call)],
    edits: () => batchEdits(batch),
  })
}
