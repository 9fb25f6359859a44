import { library, type Call } from '../kit/library.ts'

/** Each attempt ends after 10 s by itself (https://github.com/sindresorhus/ky#timeout): no missing limit to tell of. */
const request: Call = { does: 'request', address: 0 }

export default library({
  name: 'ky',
  packages: ['ky'],
  docs: 'https://github.com/sindresorhus/ky#timeout',
  exports: { default: { is: 'Ky' } },
  types: {
    Ky: {
      names: ['KyInstance'],
      called: request,
      members: {
        get: request, post: request, put: request, patch: request, delete: request, head: request,
        create: { returns: 'Ky', makes: true }, extend: { returns: 'Ky', makes: true },
      },
    },
  },
})
