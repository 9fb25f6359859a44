import type { About, Fix, Routine } from '../kit/rule.ts'
import type { Escape } from '../kit/transactions.ts'

/** Lets what escapes a transaction run in it. */
export function useTransactionHandle(_routine: Routine, _escape: Escape, _about: About): Fix | undefined {
  return undefined
}
