import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const enqueue: Call = { does: 'enqueue' }
const task: Call = { returns: 'Task' }

export default framework({
  name: 'Trigger.dev',
  packages: ['@trigger.dev/sdk', '@trigger.dev/sdk/v3'],
  docs: 'https://trigger.dev/docs/tasks/overview',
  exports: {
    task, schemaTask: task, 'schedules.task': task,
    'tasks.trigger': enqueue, 'tasks.batchTrigger': enqueue,
  },
  types: { Task: { members: { trigger: enqueue, batchTrigger: enqueue, triggerAndWait: {}, batchTriggerAndWait: {} } } },
  entries: [{ by: 'function', kind: 'job', functions: { task: 'ALL', schemaTask: 'ALL' }, from: 0, property: 'run' }],
})
