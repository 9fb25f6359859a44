import { library, type Call, type Value } from '../kit/library.ts'

/** Commands of one tick are written together, and each waits for its own answer only. */
const read = (rows: 'one' | 'many' | 'number'): Call => ({ does: 'cache', rows, batches: { versions: '>=4' } })
/** Every command exists in both spellings. */
const reads = (rows: 'one' | 'many' | 'number', names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').flatMap((name) => [[name, read(rows)], [name.toUpperCase(), read(rows)]]))
const write: Call = { ...read('one'), rows: undefined, stores: true }
const writes: Record<string, Value> = Object.fromEntries('set setEx pSetEx setNX getSet append del unlink expire pExpire expireAt pExpireAt persist incr incrBy incrByFloat decr decrBy hSet hSetNX hDel hIncrBy hIncrByFloat lPush rPush lRem lTrim lSet sAdd sRem sMove zAdd zRem zIncrBy xAdd xDel'.split(' ').flatMap((name) => [[name, write], [name.toUpperCase(), write]]))
const get: Call = { ...read('one'), many: { style: 'position', argument: 0, call: 'mGet', missing: 'null' } }
const mGet: Call = { ...read('many'), takesList: 0 }

export default library({
  name: 'node-redis',
  packages: ['redis', '@redis/client'],
  docs: 'https://github.com/redis/node-redis/blob/master/docs/client-configuration.md',
  exports: {
    createClient: { does: 'connect', connection: 'single', returns: 'Client' },
    createCluster: { does: 'connect', connection: 'pooled-client', returns: 'Cluster' },
    createClientPool: { does: 'connect', connection: 'pool', returns: 'Client' },
  },
  types: {
    Client: {
      names: ['RedisClientType'],
      members: {
        connect: { returns: 'self' }, on: { returns: 'self' }, once: { returns: 'self' }, off: { returns: 'self' }, destroy: { does: 'release' }, close: { does: 'release' }, quit: { does: 'release' }, disconnect: { does: 'release' },
        duplicate: { returns: 'self' }, multi: { returns: 'Multi' }, isOpen: {}, isReady: {}, options: {}, withTypeMapping: { returns: 'self' }, scanIterator: {}, hScanIterator: {}, sScanIterator: {}, zScanIterator: {},
        ...reads('one', 'getDel getEx hGet hGetAll lIndex lPop rPop zScore type hRandField sRandMember'),
        ...reads('many', 'hmGet hKeys hVals sMembers sInter sUnion sDiff lRange zRange keys xRange'),
        ...reads('number', 'exists hExists hLen lLen sCard sIsMember strLen ttl pTTL zCard zCount zRank'),
        get, GET: get, mGet, MGET: mGet, ...writes,
        '*': { does: 'cache' },
      },
    },
    /** Keys of one command must lie in one slot there. */
    Cluster: {
      names: ['RedisClusterType'],
      members: {
        connect: { returns: 'self' }, on: { returns: 'self' }, destroy: { does: 'release' }, close: { does: 'release' }, quit: { does: 'release' }, duplicate: { returns: 'self' }, multi: { returns: 'Multi' },
        ...reads('one', 'get hGet hGetAll'), ...reads('many', 'sMembers lRange zRange'), ...reads('number', 'exists sCard sIsMember'),
        ...writes, '*': { does: 'cache' },
      },
    },
    Multi: { members: { exec: { does: 'cache' }, execAsPipeline: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
