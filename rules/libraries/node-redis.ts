import { library } from '../kit/library.ts'

export default library({
  name: 'node-redis',
  packages: ['redis', '@redis/client'],
  docs: 'https://github.com/redis/node-redis/blob/master/docs/client-configuration.md',
  exports: {
    createClient: { does: 'connect', connection: 'single', returns: 'Client' },
    createCluster: { does: 'connect', connection: 'pooled-client', returns: 'Client' },
    createClientPool: { does: 'connect', connection: 'pool', returns: 'Client' },
  },
  types: {
    Client: {
      names: ['RedisClientType', 'RedisClusterType'],
      members: {
        connect: { returns: 'self' }, on: { returns: 'self' }, once: { returns: 'self' }, off: { returns: 'self' }, destroy: { does: 'release' }, close: { does: 'release' }, quit: { does: 'release' }, disconnect: { does: 'release' },
        duplicate: { returns: 'self' }, multi: { returns: 'Multi' }, isOpen: {}, isReady: {}, options: {}, withTypeMapping: { returns: 'self' },
        '*': { does: 'cache' },
      },
    },
    Multi: { members: { exec: { does: 'cache' }, execAsPipeline: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
