import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const enqueue: Call = { does: 'enqueue' }

export default framework({
  name: 'pg-boss',
  packages: ['pg-boss'],
  docs: 'https://github.com/timgit/pg-boss/blob/master/docs/api/jobs.md',
  exports: { default: { class: 'Boss' }, PgBoss: { class: 'Boss' } },
  types: {
    Boss: { names: ['PgBoss'], members: { send: enqueue, sendAfter: enqueue, sendThrottled: enqueue, sendDebounced: enqueue, insert: enqueue, schedule: enqueue, work: {}, stop: { does: 'release' } } },
  },
  entries: [{ by: 'call', kind: 'job', type: 'Boss', from: 1, members: { work: 'ALL' } }],
})
