import { library, type Call, type Value } from '../kit/library.ts'

/** Calls of one tick are one request, unless the client was told otherwise. */
const read = (rows: 'one' | 'many' | 'number'): Call => ({ does: 'cache', rows, batches: { versions: '>=1.31' } })
const reads = (rows: 'one' | 'many' | 'number', names: string): Record<string, Value> => Object.fromEntries(names.split(' ').map((name) => [name, read(rows)]))

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
        ...reads('one', 'getdel getex getset hget hgetall lindex lpop rpop zscore type hrandfield srandmember'),
        ...reads('many', 'mget hmget hkeys hvals smembers sinter sunion sdiff lrange zrange keys xrange smismember'),
        ...reads('number', 'exists hexists hlen llen scard sismember strlen ttl pttl zcard zcount zrank bitcount getbit'),
        get: { ...read('one'), many: { style: 'position', argument: 0, call: 'mget', missing: 'null' } },
        '*': { does: 'cache' },
      },
    },
    Pipeline: { names: ['Pipeline'], members: { exec: { does: 'cache' }, '*': { returns: 'self' } } },
  },
})
