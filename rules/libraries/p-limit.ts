import { library, type Call } from '../kit/library.ts'

const limit: Call = { returns: 'Limit' }
const run: Call = { runs: [{ argument: 0, times: 'once', gives: true }], limitsConcurrency: true }

export default library({
  name: 'p-limit',
  packages: ['p-limit'],
  docs: 'https://github.com/sindresorhus/p-limit',
  exports: { default: limit, limitFunction: { wraps: 0 } },
  types: {
    Limit: { names: ['LimitFunction'], called: run, members: { map: { runs: [{ argument: 1, times: 'per-element' }], limitsConcurrency: true }, clearQueue: {} } },
  },
})
