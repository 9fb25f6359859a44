import { library, type Call } from '../kit/library.ts'

const request: Call = {
  does: 'request', address: 0,
  options: { timeout: { argument: 1, path: 'timeout', unit: 'ms', or: ['signal'] } },
}

export default library({
  name: 'ofetch',
  packages: ['ofetch'],
  docs: 'https://github.com/unjs/ofetch#-timeout',
  exports: { ofetch: { is: 'Fetch' }, $fetch: { is: 'Fetch' } },
  types: {
    Fetch: {
      names: ['$Fetch'],
      called: request,
      members: { raw: request, native: { does: 'request', address: 0 }, create: { returns: 'Made' } },
    },
    /** Made with defaults of its own, which may hold a limit. */
    Made: { called: { does: 'request', address: 0 }, members: { raw: { does: 'request', address: 0 } } },
  },
})
