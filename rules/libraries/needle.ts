import { library, type Call } from '../kit/library.ts'

const request = (options: number): Call => ({
  does: 'request', address: 0,
  options: { timeout: { argument: options, path: 'response_timeout', unit: 'ms', or: ['read_timeout'] } },
})

const methods: Record<string, Call> = { get: request(1), head: request(1), post: request(2), put: request(2), patch: request(2), delete: request(2) }

export default library({
  name: 'needle',
  packages: ['needle', '@types/needle'],
  docs: 'https://github.com/tomas/needle#request-options',
  exports: { default: { is: 'Needle' }, ...methods },
  types: { Needle: { called: { does: 'request', address: 1 }, members: methods } },
})
