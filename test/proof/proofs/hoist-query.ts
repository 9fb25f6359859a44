import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { proveAgain } from '../kit/again-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const equal = { ...byIds, expects: 'equal' } as const

const wish = { rule: 'repeated-query', recipe: 'hoist-query' }
const prisma = {
  ...wish, workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() },
}
const drizzle = { ...wish, workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] }
const nodePostgres = { ...wish, workspace: 'node-postgres', packages: ['pg'] }

proveQueries({
  title: 'hoist-query: Prisma',
  wish: prisma,
  files: ['hoist-query/prisma.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    firstUserForEach: byIds,
    shareOfEach: byIds,
    behindAHelper: byIds,
    forEachPost: {},
    nameIsTaken: byIds,
    onlyForSome: equal,
    rowsAreChanged: equal,
    rowIsRenamed: equal,
    writesInTheLoop: equal,
    failsForSome: equal,
    asksWithWhatItChanges: equal,
    untilThere: equal,
  },
})

proveQueries({
  title: 'hoist-query: Drizzle',
  wish: drizzle,
  files: ['hoist-query/drizzle.ts'],
  open: drizzleGround,
  dangling: true,
  cases: { firstUserForEach: byIds, shareOfEach: equal, behindAHelper: byIds, forEachPost: {}, rowsAreChanged: equal, writesInTheLoop: equal },
})

proveQueries({
  title: 'hoist-query: node-postgres',
  wish: nodePostgres,
  files: ['hoist-query/node-postgres.ts'],
  open: nodePostgresGround,
  dangling: true,
  cases: { firstUserForEach: byIds, countForEach: byIds, behindAHelper: byIds, anotherEachTime: equal, writesInTheLoop: equal },
})

const oneId = { given: fc.tuple(fc.integer({ min: 1, max: 11 })) }

proveAgain({
  title: 'hoist-query, asked twice: Prisma',
  wish: prisma,
  file: 'hoist-query/prisma-again.ts',
  open: prismaGround,
  cases: { twice: oneId, twiceThroughAHelper: oneId, changedInBetween: { ...oneId, expects: 'equal' }, renamed: { ...oneId, expects: 'equal' }, inATransaction: oneId },
})

proveAgain({
  title: 'hoist-query, asked twice: Drizzle',
  wish: drizzle,
  file: 'hoist-query/drizzle-again.ts',
  open: drizzleGround,
  cases: { twice: oneId, changedInBetween: { ...oneId, expects: 'equal' } },
})

proveAgain({
  title: 'hoist-query, asked twice: node-postgres',
  wish: nodePostgres,
  file: 'hoist-query/node-postgres-again.ts',
  open: nodePostgresGround,
  cases: { twice: oneId, changedInBetween: { ...oneId, expects: 'equal' } },
})
