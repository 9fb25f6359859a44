/** The words and numbers that all reports share, so that they say the same thing the same way. */
import type { Finding } from '../engine/finding.ts'

export type FindingLevel = Finding['level']

/** From the mildest to the gravest. */
export const levels: readonly FindingLevel[] = ['hint', 'information', 'warning', 'error']

export const gravity = (level: FindingLevel): number => levels.indexOf(level)

/** `1 file`, `1,234 files`. The locale is fixed, since the same findings must give the same bytes everywhere. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString('en-US')} ${amount === 1 ? one : many}`
}

const levelWords: Record<FindingLevel, [one: string, many: string]> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'information'],
  hint: ['hint', 'hints'],
}

/** `1 error, 2 warnings`: gravest first, levels without findings left out. */
export function countByLevel(findings: readonly { level: FindingLevel }[]): string {
  return levels
    .toReversed()
    .map(level => ({ level, amount: findings.filter(finding => finding.level === level).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ level, amount }) => count(amount, levelWords[level][0], levelWords[level][1]))
    .join(', ')
}

/**
 * Takes the power from characters that steer a terminal or turn the direction of reading: names and source text come
 * from others. Each is replaced by one visible character, so that columns stay right.
 */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, '\ufffd')
}

/** Compares by code units: the same order in every locale. */
export const byCodeUnits = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

const reviewMark = ' (review)'

/** A fix as it is named everywhere: what needs the reader's eye says so at its end. */
export const fixTitle = ({ title, trust }: { title: string; trust: 'safe' | 'review' }): string =>
  trust === 'review' && !title.endsWith(reviewMark) ? `${title}${reviewMark}` : title

interface Costed {
  trips: string | undefined
  cost: number | undefined
}

/** `1 + posts → 101 queries at 100 rows`; undefined where no cost is known. */
export function costInWords(
  { trips, cost }: Costed,
  killer: string | undefined,
  scale: { rows: number },
  arrow = '→',
): string | undefined {
  if (cost === undefined) return trips
  const atScale = killer === 'queries' ? count(cost, 'query', 'queries') : count(cost, 'round trip')
  if (trips === undefined) return `${atScale} at ${count(scale.rows, 'row')}`
  if (trips === String(cost)) return atScale
  return `${trips} ${arrow} ${atScale} at ${count(scale.rows, 'row')}`
}
