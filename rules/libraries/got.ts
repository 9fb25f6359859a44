import { library, type Call } from '../kit/library.ts'

const request: Call = {
  does: 'request', address: 0,
  options: {
    timeout: {
      argument: 1, path: 'timeout.request', unit: 'ms', or: ['timeout', 'signal'], instance: { argument: 0, path: 'timeout' },
      default: { value: 'none', says: 'got waits without limit', versions: '>=11 <17' },
    },
  },
}

export default library({
  name: 'got',
  packages: ['got'],
  docs: 'https://github.com/sindresorhus/got/blob/main/documentation/2-options.md#timeout',
  exports: { default: { is: 'Got' }, got: { is: 'Got' } },
  types: {
    Got: {
      names: ['Got'],
      called: request,
      members: {
        get: request, post: request, put: request, patch: request, delete: request, head: request,
        stream: { does: 'request', streams: true, address: 0 }, paginate: {}, extend: { returns: 'Got', makes: true },
      },
    },
  },
})
