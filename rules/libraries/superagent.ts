import { library, type Call } from '../kit/library.ts'

/** A limit is set further along the chain (`.timeout(…)`), or by an agent for all. */
const request: Call = { does: 'request', address: 0, builds: true, returns: 'Request' }
const methods: Record<string, Call> = { get: request, post: request, put: request, patch: request, delete: request, del: request, head: request }

export default library({
  name: 'SuperAgent',
  packages: ['superagent', '@types/superagent'],
  docs: 'https://forwardemail.github.io/superagent/#timeouts',
  exports: { default: { is: 'Agent' }, ...methods, agent: { returns: 'Agent' } },
  types: {
    Agent: { members: { ...methods, agent: { returns: 'Agent' } } },
    Request: { names: ['SuperAgentRequest'], members: { '*': { returns: 'self' } } },
  },
})
