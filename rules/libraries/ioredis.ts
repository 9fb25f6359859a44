import { library, type Call, type ManyByPosition, type Value } from '../kit/library.ts'

/** Calls of one tick share a round trip only where the client was told so. */
const read = (rows: 'one' | 'many' | 'number'): Call => ({
  does: 'cache', rows,
  batches: { versions: '>=4.19', option: 'auto-pipelining' },
  options: { 'auto-pipelining': { argument: -1, path: '', unit: 'boolean', instance: { argument: 0, path: 'enableAutoPipelining' } } },
})
const write: Call = { ...read('one'), rows: undefined, stores: true }
const writes: Record<string, Value> = Object.fromEntries('set setex psetex setnx getset append del unlink expire pexpire expireat pexpireat persist incr incrby incrbyfloat decr decrby hset hmset hsetnx hdel hincrby hincrbyfloat lpush rpush lrem ltrim lset sadd srem smove zadd zrem zincrby xadd xdel'.split(' ').map((name) => [name, write]))
const reads = (rows: 'one' | 'many' | 'number', names: string): Record<string, Value> => Object.fromEntries(names.split(' ').map((name) => [name, read(rows)]))
/** Those that a pipeline sends together, with what each of them gives there. */
const piped = (rows: 'one' | 'many' | 'number', type: string, missing: ManyByPosition['missing'], names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').map((name) => [name, { ...read(rows), many: { style: 'position', by: 'commands', call: 'pipeline', runs: 'exec', type, missing } }]))

export default library({
  name: 'ioredis',
  packages: ['ioredis'],
  docs: 'https://redis.github.io/ioredis/',
  exports: {
    default: { class: 'Client', new: { does: 'connect', connection: 'single' } },
    Redis: { class: 'Client', new: { does: 'connect', connection: 'single' } },
    Cluster: { class: 'Cluster', new: { does: 'connect', connection: 'pooled-client' } },
  },
  types: {
    Client: {
      names: ['Redis'],
      members: {
        connect: {}, disconnect: { does: 'release' }, quit: { does: 'release' }, on: {}, once: {}, off: {}, duplicate: { does: 'connect', connection: 'single', returns: 'self' },
        pipeline: { returns: 'Pipeline' }, multi: { returns: 'Pipeline' }, defineCommand: {}, status: {}, options: {}, scanStream: {}, hscanStream: {}, sscanStream: {}, zscanStream: {},
        ...reads('one', 'getBuffer getdel getex getset lpop rpop type dump hrandfield srandmember object'),
        ...reads('many', 'sinter sunion sdiff keys xrange xrevrange smismember geosearch'), ...reads('number', 'bitcount getbit getrange pfcount'),
        ...piped('one', 'Record<string, string>', 'object', 'hgetall'), ...piped('one', 'string | null', 'null', 'hget lindex zscore'),
        ...piped('many', 'string[]', 'rows', 'hkeys hvals smembers lrange zrange zrangebyscore zrevrange zrevrangebyscore zrangebylex'), ...piped('many', '(string | null)[]', 'rows', 'hmget'),
        ...piped('number', 'number', 'number', 'exists hexists hlen llen scard sismember strlen ttl pttl zcard zcount xlen'), ...piped('number', 'number | null', 'null', 'zrank zrevrank'),
        get: { ...read('one'), many: { style: 'position', by: 'keys', call: 'mget', missing: 'null' } }, mget: { ...read('many'), takesList: 0 }, ...writes,
        '*': { does: 'cache' },
      },
    },
    /** Keys of one command must lie in one slot there. */
    Cluster: {
      names: ['Cluster'],
      members: {
        connect: {}, disconnect: { does: 'release' }, quit: { does: 'release' }, on: {}, once: {}, off: {}, duplicate: { does: 'connect', connection: 'pooled-client', returns: 'self' },
        pipeline: { returns: 'Pipeline' }, multi: { returns: 'Pipeline' }, defineCommand: {}, status: {}, options: {}, nodes: {},
        ...reads('one', 'get getBuffer hget hgetall lindex zscore'), ...reads('many', 'smembers lrange zrange hkeys hvals'), ...reads('number', 'exists hexists scard sismember ttl zcard'),
        ...writes, '*': { does: 'cache' },
      },
    },
    Pipeline: { names: ['ChainableCommander'], members: { exec: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
