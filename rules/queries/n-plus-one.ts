import { batchByKey } from '../fixes/batch-by-key.ts'
import { includeRelation } from '../fixes/include-relation.ts'
import { rule, type Guard } from '../kit/rule.ts'
import { tripsOf } from '../kit/trips.ts'

/** With these, one query per element is right, or is no query per element. */
const legitimate: readonly Guard[] = ['bounded', 'chunk', 'carried', 'batched-by-library', 'client-side', 'paced']
/** With these, it may be. */
const doubtful: readonly Guard[] = ['early-exit', 'stream']

export default rule({
  id: 'n-plus-one',
  title: 'A query for each element of a list',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: 'query',

  check(reached, about) {
    const { call, keyedBy, path } = reached
    if (!keyedBy || legitimate.some((guard) => reached.guards.includes(guard))) return
    const trips = tripsOf(reached, about.scale)
    const element = keyedBy.element ?? 'element'
    const name = path[0]?.name ?? call.name
    return {
      at: reached.at,
      says: path.length
        ? `\`${name}\` leads to a query once per \`${element}\`: ${trips.number} round trips for ${about.scale.rows} rows.`
        : `\`${name}\` runs once per \`${element}\`: ${trips.number} round trips for ${about.scale.rows} rows.`,
      see: [{ at: keyedBy.at, says: `This repeats it for each \`${element}\`.` }],
      fixes: [includeRelation(reached, about), batchByKey(reached, about)],
      trips,
      ...(doubtful.some((guard) => reached.guards.includes(guard)) && { level: 'information' }),
    }
  },
})
