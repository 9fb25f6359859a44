import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const enqueue: Call = { does: 'enqueue' }

export default framework({
  name: 'BullMQ',
  packages: ['bullmq'],
  docs: 'https://docs.bullmq.io/guide/workers',
  exports: {
    Queue: { class: 'Queue' },
    FlowProducer: { class: 'FlowProducer' },
    Worker: { class: 'Worker' },
  },
  types: {
    Queue: { names: ['Queue'], members: { add: enqueue, addBulk: enqueue, upsertJobScheduler: enqueue, close: { does: 'release' } } },
    FlowProducer: { names: ['FlowProducer'], members: { add: enqueue, addBulk: enqueue, close: { does: 'release' } } },
    Worker: { names: ['Worker'] },
  },
  entries: [{ by: 'function', kind: 'job', functions: { Worker: 'ALL' }, from: 1 }],
})
