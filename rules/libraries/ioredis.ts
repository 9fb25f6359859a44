import { library } from '../kit/library.ts'

export default library({
  name: 'ioredis',
  packages: ['ioredis'],
  docs: 'https://redis.github.io/ioredis/',
  exports: {
    default: { class: 'Client', new: { does: 'connect', connection: 'single' } },
    Redis: { class: 'Client', new: { does: 'connect', connection: 'single' } },
    Cluster: { class: 'Client', new: { does: 'connect', connection: 'pooled-client' } },
  },
  types: {
    Client: {
      names: ['Redis', 'Cluster'],
      members: {
        connect: {}, disconnect: { does: 'release' }, quit: { does: 'release' }, on: {}, once: {}, off: {}, duplicate: { does: 'connect', connection: 'single', returns: 'self' },
        pipeline: { returns: 'Pipeline' }, multi: { returns: 'Pipeline' }, defineCommand: {}, status: {}, options: {},
        '*': { does: 'cache' },
      },
    },
    Pipeline: { names: ['ChainableCommander'], members: { exec: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
