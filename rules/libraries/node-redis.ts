import { library, type Call, type ManyByPosition, type Value } from '../kit/library.ts'

/** Commands of one tick are written together, and each waits for its own answer only. */
const read = (rows: 'one' | 'many' | 'number'): Call => ({ does: 'cache', rows, batches: { versions: '>=4' } })
/** Every command exists in both spellings. */
const reads = (rows: 'one' | 'many' | 'number', names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').flatMap((name) => [[name, read(rows)], [name.toUpperCase(), read(rows)]]))
/** With what an answer of nothing is: an older version gives undefined, or tells by true and false, where a newer one does not. */
const sent = (rows: 'one' | 'many' | 'number', missing: ManyByPosition['missing'], names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').flatMap((name) => [name, name.toUpperCase()].map((each) => [each, { ...read(rows), many: { style: 'position', by: 'tick', missing } }])))
const write: Call = { ...read('one'), rows: undefined, stores: true }
const writes: Record<string, Value> = Object.fromEntries('set setEx pSetEx setNX getSet append del unlink expire pExpire expireAt pExpireAt persist incr incrBy incrByFloat decr decrBy hSet hSetNX hDel hIncrBy hIncrByFloat lPush rPush lRem lTrim lSet sAdd sRem sMove zAdd zRem zIncrBy xAdd xDel'.split(' ').flatMap((name) => [[name, write], [name.toUpperCase(), write]]))
const get: Call = { ...read('one'), many: { style: 'position', by: 'keys', call: 'mGet', missing: 'null' } }
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
        ...reads('one', 'getDel getEx lPop rPop type hRandField sRandMember'), ...reads('many', 'sInter sUnion sDiff keys xRange'),
        ...sent('one', 'object', 'hGetAll'), ...sent('one', 'null', 'lIndex zScore'), ...sent('one', 'never', 'hGet'),
        ...sent('many', 'rows', 'hmGet hKeys hVals sMembers lRange zRange'),
        ...sent('number', 'number', 'exists hLen lLen sCard strLen ttl pTTL zCard zCount'), ...sent('number', 'never', 'hExists sIsMember zRank'),
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
