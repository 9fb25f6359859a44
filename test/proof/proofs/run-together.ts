import fc from 'fast-check'
import { proveAgain, type WatchedGround } from '../kit/again-proof.ts'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { watched } from '../kit/open-queries.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'

const wish = { rule: 'serial-queries', recipe: 'run-together' }
const oneId = { given: fc.tuple(fc.integer({ min: 1, max: 11 })) }
const equal = { ...oneId, expects: 'equal' } as const

/** The ground with its client replaced by one that notes how many of its queries are open. */
const noting = (ground: Ground, name: string): WatchedGround => {
  const module = ground.instead['./db.ts']!
  const { client, most } = watched(module[name] as object)
  return { ...ground, instead: { ...ground.instead, './db.ts': { ...module, [name]: client } }, mostOpen: most }
}

proveAgain({
  title: 'run-together: Prisma',
  wish: { ...wish, workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } },
  file: 'run-together/prisma.ts',
  open: async () => noting(await prismaGround(), 'prisma'),
  together: true,
  cases: { countsOf: oneId, threeOfThem: oneId },
})

proveAgain({
  title: 'run-together: Drizzle',
  wish: { ...wish, workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  file: 'run-together/drizzle.ts',
  open: async () => noting(await drizzleGround(), 'db'),
  together: true,
  cases: { userAndComments: oneId, behindAHelper: oneId },
})

proveAgain({
  title: 'run-together: node-postgres',
  wish: { ...wish, workspace: 'node-postgres', packages: ['pg'] },
  file: 'run-together/node-postgres.ts',
  open: async () => noting(await nodePostgresGround(), 'pool'),
  together: true,
  cases: { figures: oneId, secondNeedsFirst: equal, firstDecides: equal, writesInBetween: equal },
})
