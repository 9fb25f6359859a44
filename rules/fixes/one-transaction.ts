import type { About, Fix, Reached } from '../kit/rule.ts'
import { offer } from '../kit/edits/offer.ts'
import { inTransaction, transactionEdits } from '../kit/writes/transaction.ts'

/** Runs the writes of all items in one transaction, where there is no single statement for them. */
export function oneTransaction(reached: Reached, about: About): Fix | undefined {
  const found = inTransaction(reached, about)
  if (!found) return undefined
  return offer({
    recipe: 'one-transaction',
    title: 'Write all of them in one transaction',
    doubts: found.doubts,
    edits: () => transactionEdits(found),
  })
}
