import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const enqueue: Call = { does: 'enqueue' }

export default framework({
  name: 'Bull',
  packages: ['bull'],
  docs: 'https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md',
  exports: { default: { class: 'Queue' } },
  types: {
    Queue: { names: ['Queue'], members: { add: enqueue, addBulk: enqueue, process: {}, close: { does: 'release' } } },
  },
  entries: [{ by: 'call', kind: 'job', type: 'Queue', from: 0, members: { process: 'ALL' } }],
})
