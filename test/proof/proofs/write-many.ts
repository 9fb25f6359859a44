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

/** Some are, and none comes twice. */
const changing = fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 8 }).map((ids) => ids.map((id) => user(id, id % 2 ? 'Ada' : null)))

/** None of them is there yet, and some come twice. */
const repeated = fc.array(fc.integer({ min: 100, max: 105 }).map((id) => user(id)), { maxLength: 6 })

const sizedUsers = (number: number) => [numbers(number).map((id) => user(id + 10_000, `User ${id}`))]
// A write for each of a thousand rows, in every case, would take minutes.
const most = 200
const byNew: QueryCase = { given: fc.tuple(news), sized: sizedUsers, most }
const byIds: QueryCase = { given: fc.tuple(keys), sized: (number) => [numbers(number)], most }

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
    addInTransaction: { given: fc.tuple(clashing), sized: sizedUsers, severalFindings: true, trips: 6, most },
    approveEach: byIds,
    forgetPosts: byIds,
    deleteApproved: { most },
    // Where they cannot be joined, one transaction begins and ends besides.
    addedOnlyOnce: { given: fc.tuple(repeated), expects: 'equal', trips: 20 },
    eachOnItsOwn: { given: fc.tuple(clashing), expects: 'equal' },
    writtenAlong: { ...byNew, expects: 'equal', trips: 100 },
    countedUp: { ...byIds, expects: 'equal', trips: 20 },
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
    addMissing: { given: fc.tuple(clashing), sized: sizedUsers, most },
    addNamed: byNew,
    addInTransaction: { given: fc.tuple(clashing), sized: sizedUsers, most },
    addByHelper: byNew,
    addNamedByHelper: byNew,
    upsertUsers: { given: fc.tuple(changing), sized: sizedUsers, most },
    approveEach: byIds,
    forgetPosts: { given: fc.tuple(keys, fc.boolean()), sized: (number) => [numbers(number), true], most },
    deleteWithPosts: { ...byIds, expects: 'equal', trips: 40 },
    // Where they cannot be joined, one transaction begins and ends besides.
    addedOnlyOnce: { given: fc.tuple(repeated), expects: 'equal', trips: 20 },
    renamedEach: { ...byNew, expects: 'equal', trips: 20 },
  },
})
