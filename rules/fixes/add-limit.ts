import type { About, Fix, Reached } from '../kit/rule.ts'
import type { Unbounded } from '../kit/limits.ts'

export function addLimit(_reached: Reached, _about: About, _unbounded: Unbounded): Fix | undefined {
  return undefined
}
