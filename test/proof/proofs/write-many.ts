import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { drizzleGround, prismaGround } from '../kit/grounds.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries, type QueryCase } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const user = (id: number, name: string | null = null) => ({ id, email: `new-${id}@example.org`, name })
/** None of them is there yet. */
const news = fc.uniqueArray(fc.integer({ min: 100, max: 140 }), { maxLength: 9 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.option(fc.constantFrom('Ada', 'Bo', '')).map((name) => user(id, name)))))
/** Some are, and some come twice. */
const clashing = fc.array(fc.tuple(fc.integer({ min: 5, max: 14 }), fc.option(fc.constantFrom('Ada', 'Bo'))), { maxLength: 6 })
  .map((list) => list.map(([id, name]) => user(id, name)))

const sizedUsers = (number: number) => [numbers(number).map((id) => user(id + 10_000, `User ${id}`))]
const byNew: QueryCase = { given: fc.tuple(news), sized: sizedUsers }
const byIds: QueryCase = { given: fc.tuple(keys), sized: (number) => [numbers(number)] }

proveQueries({
  title: 'write-many: Prisma',
  wish: {
    rule: 'write-per-item', recipe: 'write-many', workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  files: ['write-many/prisma.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    addUsers: byNew,
    addedUsers: byNew,
    addedIds: byNew,
    addNamed: byNew,
    addToEach: {
      given: fc.tuple(news.map((list) => [{ name: 'First', members: list.slice(0, 3) }, { name: 'Second', members: list.slice(3) }])),
      // Each group has one member, so that groups × members is their number.
      sized: (number) => [numbers(Math.round(Math.sqrt(number))).map((group) => ({
        name: `Group ${group}`, members: numbers(Math.round(Math.sqrt(number))).map((id) => user(10_000 + group * 1000 + id)),
      }))],
      severalFindings: true,
    },
    addInTransaction: { given: fc.tuple(clashing), sized: sizedUsers, severalFindings: true, trips: 6 },
    approveEach: byIds,
    forgetPosts: byIds,
    deleteApproved: {},
    addedOnlyOnce: { given: fc.tuple(clashing), expects: 'equal' },
    eachOnItsOwn: { given: fc.tuple(clashing), expects: 'equal' },
    writtenAlong: { ...byNew, expects: 'equal' },
    countedUp: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'write-many: Drizzle',
  wish: { rule: 'write-per-item', recipe: 'write-many', workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  files: ['write-many/drizzle.ts'],
  open: drizzleGround,
  dangling: true,
  cases: {
    addUsers: byNew,
    addWhole: byNew,
    addedUsers: byNew,
    addedIds: byNew,
    addMissing: { given: fc.tuple(clashing), sized: sizedUsers },
    addNamed: byNew,
    addInTransaction: { given: fc.tuple(clashing), sized: sizedUsers, added: 0 },
    approveEach: byIds,
    forgetPosts: { given: fc.tuple(keys, fc.boolean()), sized: (number) => [numbers(number), true] },
    deleteWithPosts: { ...byIds, expects: 'equal' },
    addedOnlyOnce: { given: fc.tuple(clashing), expects: 'equal' },
    renamedEach: { ...byNew, expects: 'equal' },
  },
})
