/** Round trips of a repeated call, as a formula over the reader's names and as a number at the scale. */
import type { Reached, Repetition, Scale, Trips } from './rule.ts'

export function tripsOf(reached: Reached, scale: Scale): Trips {
  const all = [...reached.repetitions, ...reached.inner.filter((it) => !reached.repetitions.includes(it))].filter((it) => it.element !== undefined)
  // A loop over chunks and a loop over each chunk are one walk over the list.
  const repetitions = all.filter((it, index) => it.element !== all[index + 1]?.list)
  const first = repetitions[0]?.queried ? 1 : 0
  const product = repetitions.map(nameOfList).join(' × ') || 'n'
  const number = repetitions.reduce((total, it) => total * Math.min(it.bound ?? scale.rows, scale.rows), 1)
  return { formula: first ? `${first} + ${product}` : product, number: first + number }
}

/** `posts`; for a list without a name, one made from its element. */
export function nameOfList(repetition: Repetition): string {
  return repetition.list ?? `each ${repetition.element ?? 'item'}`
}

/** The same for the repetitions alone, over which a call is the same. */
export function tripsOverTurns(repetitions: readonly Repetition[], scale: Scale): Trips {
  const first = repetitions[0]?.queried ? 1 : 0
  const product = repetitions.map(nameOfList).join(' × ')
  const number = repetitions.reduce((total, it) => total * Math.min(it.bound ?? scale.rows, scale.rows), 1)
  return { formula: first ? `${first} + ${product}` : product, number: first + number }
}
