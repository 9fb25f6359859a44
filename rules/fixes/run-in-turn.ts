import type { Effect } from '../kit/library.ts'
import type { Fix, Routine } from '../kit/rule.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { inTurn } from '../kit/transactions/in-turn.ts'
import type { Gathering } from '../kit/transactions/transactions.ts'

/** What shall not wait for its turn while the transaction holds its locks. */
const slow: readonly Effect[] = ['request', 'mail', 'document', 'media', 'model']

/** Asks one after the other what was asked at once of a transaction's one connection. */
export function runInTurn({ source, steps }: Routine, { node, asks, steps: asking }: Gathering): Fix | undefined {
  const inside = steps.filter((step) => source.contains(node, step.node))
  const isSlow = inside.some((step) => step.behind.some(({ call }) => slow.includes(call.effect)))
  // What the library joins when it is asked in the same moment would be asked one by one.
  const joined = asks.filter(({ call }) => call.facts.batches)
  if (isSlow || joined.length > 1 || (joined.length > 0 && asking.some(({ repetitions }) => repetitions.some((it) => it.concurrent)))) return undefined
  const found = inTurn(source, node)
  if (!found) return undefined
  return offer({
    recipe: 'run-in-turn',
    title: 'Run them one after the other',
    doubts: found.isPlain ? [] : ['no turn needs what a later one does'],
    edits: () => inFile(source, found.edits),
  })
}
