import { oneTransaction } from '../fixes/one-transaction.ts'
import { writeMany } from '../fixes/write-many.ts'
import { rule, type Guard } from '../kit/rule.ts'
import { tripsOf } from '../kit/trips.ts'
import { hasSlowStep, isClaim } from '../kit/writes/writes.ts'

/** With these, one write per element is right, or is no write per element. */
const legitimate: readonly Guard[] = [
  'bounded', 'chunk', 'carried', 'client-side', 'paced', 'other-target', 'guarded-once', 'locked', 'on-failure',
]
/** With these, it may be. */
const doubtful: readonly Guard[] = ['early-exit', 'stream', 'per-item-catch']

export default rule({
  id: 'write-per-item',
  title: 'A write for each element of a list',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: 'write',

  check(reached, about) {
    const { call, path } = reached
    // Behind a helper that gets nothing of the element, only a flush is sure to write what the element gave.
    const repetition = reached.keyedBy ?? (path.length === 0 || call.facts.gathered ? reached.repeatedBy : undefined)
    if (!repetition || legitimate.some((guard) => reached.guards.includes(guard))) return
    const trips = tripsOf(reached, about.scale)
    const element = repetition.element ?? 'element'
    const name = path[0]?.name ?? call.name
    const joined = writeMany(reached, about)
    const isDoubtful = doubtful.some((guard) => reached.guards.includes(guard)) || hasSlowStep(reached) || isClaim(reached)
    // Different changes in one transaction are as good as most libraries can do.
    const isShared = joined === undefined && (reached.transaction !== undefined || reached.guards.includes('sent-together'))
    return {
      at: reached.at,
      says: path.length
        ? `\`${name}\` leads to a write once per \`${element}\`: ${trips.number} round trips for ${about.scale.rows} rows.`
        : `\`${name}\` writes once per \`${element}\`: ${trips.number} round trips for ${about.scale.rows} rows.`,
      see: [{ at: repetition.at, says: `This repeats it for each \`${element}\`.` }],
      fixes: [joined, joined || isDoubtful || isShared ? undefined : oneTransaction(reached, about)],
      trips,
      ...(isShared ? { level: 'hint' } : isDoubtful && { level: 'information' }),
    }
  },
})
