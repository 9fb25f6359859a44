import { library } from '../kit/library.ts'

/** Speaks HTTP: a client holds no connection, so making one is no `connect`. */
export default library({
  name: 'Upstash Redis',
  packages: ['@upstash/redis', '@upstash/redis/*'],
  docs: 'https://upstash.com/docs/redis/sdks/ts/overview',
  exports: { Redis: { class: 'Client' } },
  types: {
    Client: { names: ['Redis'], static: { fromEnv: { returns: 'Client' } }, members: { pipeline: { returns: 'Pipeline' }, multi: { returns: 'Pipeline' }, '*': { does: 'cache' } } },
    Pipeline: { members: { exec: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
