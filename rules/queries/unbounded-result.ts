import { addLimit } from '../fixes/add-limit.ts'
import { unboundedRows } from '../kit/conditions/limits.ts'
import { rule } from '../kit/rule.ts'

const says = {
  whole: 'loads every row there is, and there will be more: nothing limits it.',
  part: 'loads every row with that value, and there will be more: nothing limits it.',
  narrowed: 'loads as many rows as match: nothing limits it.',
}

export default rule({
  id: 'unbounded-result',
  title: 'A query for as many rows as there will ever be',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: 'query',

  check(reached, about) {
    const unbounded = unboundedRows(reached)
    // Work that is for all rows, such as a rebuild or a copy, needs all of them; a list that somebody looks at does not.
    // What is kept for later visits is asked for once.
    if (!unbounded || reached.reach === 'job' || !reached.answered || reached.kept) return
    const { call } = reached
    const most = call.library.asks?.most
    return {
      at: reached.at,
      says: `\`${call.name}\` ${says[unbounded.kind]}`,
      see: [],
      fixes: [addLimit(reached, about)],
      ...((unbounded.kind === 'narrowed' || most) && { level: 'information' }),
      // Where no request is seen to wait for it, it is mostly what a start or a cache wants as a whole.
      ...(reached.reach !== 'request' && { level: 'hint' }),
    }
  },
})
