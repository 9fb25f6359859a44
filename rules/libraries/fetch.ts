import { library, type Call } from '../kit/library.ts'

const request: Call = {
  does: 'request', address: 0, streamedBy: ['body'],
  options: {
    timeout: {
      argument: 1, path: 'signal', unit: 'signal',
      default: { value: 300_000, says: 'Node’s fetch waits up to 5 minutes for the first byte and has no overall limit' },
    },
  },
}

export default library({
  name: 'fetch',
  packages: ['undici'],
  docs: 'https://github.com/nodejs/undici/blob/main/docs/docs/api/Client.md',
  globals: { fetch: request },
  exports: {
    fetch: request,
    request: { ...request, options: { timeout: { ...request.options!.timeout!, or: ['headersTimeout'] } } },
    setGlobalDispatcher: { configures: [{ option: 'timeout', libraries: ['fetch'] }] },
  },
})
