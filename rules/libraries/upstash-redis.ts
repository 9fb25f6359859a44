import { library, type Call, type ManyByPosition, type Value } from '../kit/library.ts'

/** Calls of one tick are one request, unless the client was told otherwise. */
const read = (rows: 'one' | 'many' | 'number'): Call => ({ does: 'cache', rows, batches: { versions: '>=1.31' } })
const write: Call = { ...read('one'), rows: undefined, stores: true }
const writes: Record<string, Value> = Object.fromEntries('set setex psetex setnx getset append del unlink expire pexpire expireat pexpireat persist incr incrby incrbyfloat decr decrby hset hmset hsetnx hdel hincrby hincrbyfloat lpush rpush lrem ltrim lset sadd srem smove zadd zrem zincrby xadd xdel'.split(' ').map((name) => [name, write]))
const reads = (rows: 'one' | 'many' | 'number', names: string): Record<string, Value> => Object.fromEntries(names.split(' ').map((name) => [name, read(rows)]))
/** With what an answer of nothing is. */
const sent = (rows: 'one' | 'many' | 'number', missing: ManyByPosition['missing'], names: string): Record<string, Value> =>
  Object.fromEntries(names.split(' ').map((name) => [name, { ...read(rows), many: { style: 'position', by: 'tick', missing } }]))

/** Speaks HTTP: a client holds no connection, so making one is no `connect`. */
export default library({
  name: 'Upstash Redis',
  packages: ['@upstash/redis', '@upstash/redis/*'],
  docs: 'https://upstash.com/docs/redis/sdks/ts/overview',
  exports: { Redis: { class: 'Client' } },
  types: {
    Client: {
      names: ['Redis'], static: { fromEnv: { returns: 'Client' } },
      members: {
        pipeline: { returns: 'Pipeline' }, multi: { returns: 'Pipeline' },
        ...reads('one', 'getdel getex getset lpop rpop type hrandfield srandmember'), ...reads('many', 'sinter sunion sdiff keys xrange smismember'), ...reads('number', 'bitcount getbit'),
        ...sent('one', 'null', 'hget hgetall lindex zscore'), ...sent('many', 'null', 'hmget'), ...sent('many', 'rows', 'hkeys hvals smembers lrange zrange'),
        ...sent('number', 'number', 'exists hexists hlen llen scard sismember strlen ttl pttl zcard zcount'), ...sent('number', 'null', 'zrank'),
        get: { ...read('one'), many: { style: 'position', by: 'keys', call: 'mget', missing: 'null' } }, mget: { ...read('many'), takesList: 0 }, ...writes,
        '*': { does: 'cache' },
      },
    },
    Pipeline: { names: ['Pipeline'], members: { exec: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
