import { batchByKey } from '../fixes/batch-by-key.ts'
import { countRelation } from '../fixes/count-relation.ts'
import { loadBehind } from '../fixes/dataloader.ts'
import { groupBy } from '../fixes/group-by.ts'
import { includeRelation } from '../fixes/include-relation.ts'
import { rule, type Guard } from '../kit/rule.ts'
import { tripsOf } from '../kit/trips.ts'

/** With these, one query per element is right, or is no query per element. */
const legitimate: readonly Guard[] = ['bounded', 'chunk', 'carried', 'retry', 'batched-by-library', 'client-side', 'paced', 'loaded', 'guarded-once', 'on-failure', 'locked', 'memoised', 'other-target', 'message', 'recorded']
/** With these, it may be. */
const doubtful: readonly Guard[] = ['early-exit', 'stream', 'limited', 'perhaps-loaded', 'other-client', 'identified', 'few', 'walk']

export default rule({
  id: 'n-plus-one',
  title: 'A query for each element of a list',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: ['query', 'cache'],

  check(reached, about) {
    const { call, keyedBy, path } = reached
    // Of what a key-value store does, only reads: it answers sooner than a database, so the finding is quieter.
    if (call.effect === 'cache' && call.facts.rows === undefined) return
    if (!keyedBy || legitimate.some((guard) => reached.guards.includes(guard))) return
    const trips = tripsOf(reached, about.scale)
    const element = keyedBy.element ?? 'element'
    const name = path[0]?.name ?? call.name
    const cost = `${trips.number} round trips${keyedBy.bound === undefined ? ` for ${about.scale.rows} rows` : ''}.`
    return {
      at: reached.at,
      says: path.length
        ? `\`${name}\` leads to a query once per \`${element}\`: ${cost}`
        : `\`${name}\` runs once per \`${element}\`: ${cost}`,
      see: [{ at: keyedBy.at, says: `This repeats it for each \`${element}\`.` }],
      // A level of a tree at a time is another loop, not another query.
      fixes: reached.guards.includes('walk') ? [] : [includeRelation(reached, about), countRelation(reached, about), batchByKey(reached, about), groupBy(reached, about), ...loadBehind(reached, about)],
      trips,
      ...((call.effect === 'cache' || doubtful.some((guard) => reached.guards.includes(guard))) && { level: 'information' }),
    }
  },
})
