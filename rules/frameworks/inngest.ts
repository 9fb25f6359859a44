import { framework } from '../kit/framework.ts'

export default framework({
  name: 'Inngest',
  packages: ['inngest'],
  docs: 'https://www.inngest.com/docs/reference/typescript/functions/create',
  exports: { Inngest: { class: 'Client' } },
  types: {
    Client: { names: ['Inngest'], members: { send: { does: 'enqueue' }, createFunction: {} } },
    Context: { members: { step: { is: 'Step' } } },
    Step: {
      members: {
        run: { runs: [{ argument: 1, times: 'once', gives: true }] },
        sendEvent: { does: 'enqueue' }, sleep: {}, sleepUntil: {}, waitForEvent: {}, invoke: {},
      },
    },
  },
  entries: [{ by: 'call', kind: 'job', type: 'Client', from: 1, members: { createFunction: 'ALL' }, parameters: ['Context'] }],
})
