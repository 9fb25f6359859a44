import { limitConcurrency } from '../fixes/limit-concurrency.ts'
import { oneTransaction } from '../fixes/one-transaction.ts'
import { writeMany } from '../fixes/write-many.ts'
import { rule, type About, type Guard, type Reached, type Repetition } from '../kit/rule.ts'
import { tripsOf } from '../kit/trips.ts'
import { hasSlowStep, isClaim } from '../kit/writes/writes.ts'

/** With these, one write per element is right, or is no write per element. */
const legitimate: readonly Guard[] = [
  'bounded', 'chunk', 'carried', 'retry', 'client-side', 'paced', 'other-target', 'guarded-once', 'locked', 'on-failure', 'batched-by-library', 'message', 'recorded', 'walk',
]
/** A list that is longer was not written by hand. */
const mostWrittenDown = 50
/** With these, it may be. */
const doubtful: readonly Guard[] = ['early-exit', 'stream', 'per-item-catch', 'few']

export default rule({
  id: 'write-per-item',
  title: 'A write for each element of a list',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: ['write', 'cache'],

  check(reached, about) {
    const { call, path } = reached
    // A key-value store answers sooner than a database, so the finding is quieter; what sends many at once is its own.
    const isStore = call.effect === 'cache'
    if (isStore && !call.facts.stores) return
    // Behind a helper that gets nothing of the element, only a flush is sure to write what the element gave.
    const repetition = reached.keyedBy ?? (path.length === 0 || call.facts.gathered ? reached.repeatedBy : undefined)
    if (!repetition || legitimate.some((guard) => reached.guards.includes(guard))) return
    if (isWrittenDown(reached, repetition)) return
    if (isStore && isCopy(reached, repetition, about)) return
    const trips = tripsOf(reached, about.scale)
    const element = repetition.element ?? 'element'
    const name = path[0]?.name ?? call.name
    const joined = isStore ? undefined : writeMany(reached, about)
    const isDoubtful = doubtful.some((guard) => reached.guards.includes(guard)) || hasSlowStep(reached) || isClaim(reached) || isStore
    // Different changes in one transaction are as good as most libraries can do.
    const inOne = joined || isDoubtful || isInOne(reached) ? undefined : oneTransaction(reached, about)
    const isShared = joined === undefined && isInOne(reached)
    // In the process itself one commit is all that there is to save.
    if (call.facts.inProcess && isInOne(reached)) return
    const isLimited = reached.guards.includes('limited')
    return {
      at: reached.at,
      says: path.length
        ? `\`${name}\` leads to a write once per \`${element}\`: ${trips.number} round trips for ${about.scale.rows} rows.`
        : `\`${name}\` writes once per \`${element}\`: ${trips.number} round trips for ${about.scale.rows} rows.`,
      see: [{ at: repetition.at, says: `This repeats it for each \`${element}\`.` }],
      // Where they stay as many as they are, they need not come all at once.
      fixes: [joined ?? inOne ?? (isShared || isLimited || isStore ? undefined : limitConcurrency(reached, about))],
      trips,
      ...(isShared || isLimited ? { level: 'hint' } : isDoubtful && { level: 'information' }),
    }
  },
})

/** What the same turn has asked for is kept, so that it need not be asked for again: the question is what counts. */
function isCopy({ call, path, routine }: Reached, { node }: Repetition, about: About): boolean {
  const holder = path.length ? about.routine(call.source.path, call.source.functionOf(call.node)) : routine
  return holder?.steps.some((step) => (path.length > 0 || step.repetitions.some((it) => it.node === node))
    && step.behind.some(({ call: { effect, facts } }) => effect === 'query' || (effect === 'cache' && facts.rows !== undefined))) ?? false
}

/** Nobody waits for it, and the list stands in the code: what is registered when the application starts. */
const isWrittenDown = ({ reach }: Reached, { bound, queried }: Repetition): boolean =>
  reach !== 'request' && !queried && bound !== undefined && bound <= mostWrittenDown

const isInOne = ({ transaction, guards }: Reached): boolean => transaction !== undefined || guards.includes('sent-together')
