import type { About, FileEdit, Fix, Routine } from '../kit/rule.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { directEdits, handleOf } from '../kit/transactions/edits.ts'
import { handedEdits, parameterEdits } from '../kit/transactions/helpers.ts'
import type { Escape } from '../kit/transactions/transactions.ts'

/** Lets what escapes a transaction run in it: with its handle here, or in the helper behind which it stands. */
export function useTransactionHandle(routine: Routine, escape: Escape, _about: About): Fix | undefined {
  const { source } = routine
  const { asked, step, meant } = escape
  const handle = meant ? undefined : handleOf(source, escape)
  if (!handle) return undefined
  const recipe = 'use-transaction-handle'
  const doubts = asked.call.effect === 'write' ? ['it shall be undone with the rest'] : readsAfresh(routine, escape) ? [] : ['it shall see what was written']
  if (asked.path.length === 0) {
    const edits = directEdits(source, escape, handle)
    return edits && offer({ recipe, title: `Run it in the transaction, with \`${handle.name}\``, doubts, edits: () => inFile(source, [...handle.edits, ...edits]) })
  }
  const handed = handedEdits(source, escape, handle)
  const edits = (): FileEdit[] | undefined => (handed ? inFile(source, [...handle.edits, ...handed]) : parameterEdits(source, escape, handle))
  if (!handed && !edits()) return undefined
  const title = handed ? `Hand \`${handle.name}\` to \`${step.name}\`` : `Give \`${step.name}\` a parameter for the client, and hand it \`${handle.name}\``
  return offer({ recipe, title, doubts: handed ? doubts : ['', ...doubts], edits })
}

/** Nothing was written in the transaction before, so that asking in it gives what asking beside it gave. */
function readsAfresh({ steps }: Routine, { step, transaction }: Escape): boolean {
  return step.repetitions.length === 0 && !steps.some((it) => it.node !== step.node && it.node < step.node && it.node > transaction.node && it.behind.some(({ call }) => call.effect === 'write'))
}
