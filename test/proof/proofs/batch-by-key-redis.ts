import fc from 'fast-check'
import { describe } from 'node:test'
import { keys } from '../kit/data.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { hasRedis } from '../kit/redis.ts'
import { ioredisGround, nodeRedisGround } from '../kit/redis-grounds.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const names = (list: number[]) => list.map((id) => `user:${id}`)
const ofAuthors = { given: fc.tuple(keys.map((list) => list.map((id) => ({ id })))), sized: (number: number) => [numbers(number).map((id) => ({ id }))] }
const byKeys = { given: fc.tuple(keys.map(names)), sized: (number: number) => [names(numbers(number))] }

describe('Redis', { skip: hasRedis() ? false : 'redis-server is not on this machine' }, () => {
  proveQueries({
    title: 'batch-by-key: ioredis',
    wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'ioredis', packages: ['ioredis'] },
    files: ['batch-by-key/ioredis.ts', 'batch-by-key/ioredis-doubts.ts', 'batch-by-key/ioredis-commands.ts'],
    open: ioredisGround,
    dangling: true,
    cases: {
      nameOfEachId: byIds,
      allAtOnce: byIds,
      withFallback: byIds,
      keysAsGiven: byKeys,
      profiles: byIds,
      numbersOfPosts: ofAuthors,
      namesBehindACall: byIds,
      readsWhatItWrote: { ...byIds, expects: 'equal' },
      firstFound: { ...byIds, expects: 'equal' },
      onlySome: { ...byIds, expects: 'equal' },
    },
  })

  proveQueries({
    title: 'batch-by-key: node-redis',
    wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'node-redis', packages: ['redis'] },
    files: ['batch-by-key/node-redis.ts', 'batch-by-key/node-redis-commands.ts'],
    open: nodeRedisGround,
    dangling: true,
    cases: { nameOfEachId: byIds, keysAsGiven: byKeys, profiles: byIds, numbersOfPosts: ofAuthors, namesBehindACall: byIds },
  })
})
