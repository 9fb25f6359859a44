import { library, type Call } from '../kit/library.ts'

/** Says nothing of what happens without a signal: that differs by version and by what it is built on. */
const request: Call = { does: 'request', address: 0, streamedBy: ['body'], options: { timeout: { argument: 1, path: 'signal', unit: 'signal', or: ['timeout'] } } }

export default library({
  name: 'node-fetch',
  packages: ['node-fetch', 'cross-fetch', 'isomorphic-fetch'],
  docs: 'https://github.com/node-fetch/node-fetch#options',
  exports: { default: request, fetch: request },
})
