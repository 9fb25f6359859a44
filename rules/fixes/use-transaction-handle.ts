import type { About, FileEdit, Fix, Routine } from '../kit/rule.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import type { Source } from '../kit/source.ts'
import { directEdits, handleOf, type Handle } from '../kit/transactions/edits.ts'
import { handedEdits, parameterEdits, seenFromHelper } from '../kit/transactions/helpers.ts'
import type { Escape } from '../kit/transactions/transactions.ts'

/** Lets what escapes a transaction run in it: with its handle here, or in the helper behind which it stands. */
export function useTransactionHandle(routine: Routine, escape: Escape, about: About): Fix | undefined {
  if (escape.meant) return undefined
  const recipe = 'use-transaction-handle'
  const doubts = escape.asked.call.effect === 'write' ? ['it shall be undone with the rest'] : readsAfresh(routine, escape) ? [] : ['it shall see what was written']
  const nearer = seenFromHelper(escape, about)
  if (nearer) return throughParameter(nearer.source, nearer.escape, nearer.handle, doubts)
  const { source } = routine
  const { asked, step } = escape
  const handle = handleOf(source, escape)
  if (!handle) return undefined
  if (asked.path.length === 0) {
    const edits = directEdits(source, escape, handle)
    return edits && offer({ recipe, title: `Run it in the transaction, with \`${handle.name}\``, doubts, edits: () => inFile(source, [...handle.edits, ...edits]) })
  }
  const handed = handedEdits(source, escape, handle)
  if (!handed) return throughParameter(source, escape, handle, doubts)
  return offer({ recipe, title: `Hand \`${handle.name}\` to \`${step.name}\``, doubts, edits: () => inFile(source, [...handle.edits, ...handed]) })
}

function throughParameter(source: Source, escape: Escape, handle: Handle, doubts: readonly string[]): Fix | undefined {
  const { name } = escape.step
  const edits = (): FileEdit[] | undefined => parameterEdits(source, escape, handle)
  if (!edits()) return undefined
  return offer({ recipe: 'use-transaction-handle', title: `Give \`${name}\` a parameter for the client, and hand it \`${handle.name}\``, doubts: ['', ...doubts], edits })
}

/** Nothing was written in the transaction before, so that asking in it gives what asking beside it gave. */
function readsAfresh({ steps }: Routine, { step, transaction }: Escape): boolean {
  return step.repetitions.length === 0 && !steps.some((it) => it.node !== step.node && it.node < step.node && it.node > transaction.node && it.behind.some(({ call }) => call.effect === 'write'))
}
