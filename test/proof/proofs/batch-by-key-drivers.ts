import fc from 'fast-check'
import { days, keys } from '../kit/data.ts'
import { nodePostgresGround } from '../kit/grounds.ts'
import { postgresJsGround } from '../kit/postgres-js.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { betterSqlite3Ground, d1Ground, drizzleSqliteGround, libsqlGround, mysqlGround, nodeSqliteGround } from '../kit/sqlite-drivers.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }
const rule = { rule: 'n-plus-one', recipe: 'batch-by-key' } as const

proveQueries({
  title: 'batch-by-key: postgres.js',
  wish: { ...rule, workspace: 'postgres-js', packages: ['postgres'] },
  files: ['batch-by-key/postgres-js.ts', 'batch-by-key/postgres-js-doubts.ts'],
  open: postgresJsGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    typedRow: byIds,
    commentsOfEachPost: byIdsAndFlag,
    authorOfEachPost: {},
    // `begin` and `commit` pass the wire too.
    insideATransaction: { ...byIds, added: 2, trips: 4 },
    newestOfEach: { ...byIds, expects: 'equal' },
    onlyApproved: { ...byIdsAndFlag, expects: 'equal' },
    readsWhatItWrote: { ...byIds, expects: 'equal' },
    dateAsKey: { given: fc.tuple(days), expects: 'equal' },
    countOfEach: { ...byIds, expects: 'equal' },
    keyWithACast: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: node-postgres, in the words of applications',
  wish: { ...rule, workspace: 'node-postgres', packages: ['pg'] },
  files: ['batch-by-key/node-postgres-sql.ts'],
  open: nodePostgresGround,
  dangling: true,
  cases: {
    throughAFunction: byIds,
    newestOfEach: byIds,
    newestByAuthor: byIdsAndFlag,
    firstTwo: byIds,
    byPairs: byIds,
    whetherAny: byIdsAndFlag,
    spreadRows: byIds,
    countsByUser: byIds,
    askedAsATruth: byIdsAndFlag,
    changedAfterwards: byIds,
    foldedTexts: { given: fc.tuple(keys.map((list) => list.map((id) => `User-${id}@example.org`))), sized: (number: number) => [numbers(number).map((id) => `User-${id}@example.org`)] },
  },
})

proveQueries({
  title: 'batch-by-key: better-sqlite3, in the words of applications',
  wish: { ...rule, workspace: 'better-sqlite3', packages: ['better-sqlite3'] },
  files: ['batch-by-key/better-sqlite3-sql.ts'],
  open: betterSqlite3Ground,
  dangling: true,
  cases: { keptByAClass: byIds, severalValues: byIds, whetherAny: byIds, firstBySort: byIds, spreadRows: byIds },
})

proveQueries({
  title: 'batch-by-key: better-sqlite3',
  wish: { ...rule, workspace: 'better-sqlite3', packages: ['better-sqlite3'] },
  files: ['batch-by-key/better-sqlite3.ts', 'batch-by-key/better-sqlite3-doubts.ts'],
  open: betterSqlite3Ground,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    preparedOnce: byIds,
    commentsOfEachPost: byIds,
    authorOfEachPost: {},
    untyped: byIds,
    approvedOf: byIdsAndFlag,
    firstColumn: { ...byIds, expects: 'equal' },
    namedValue: { ...byIds, expects: 'equal' },
    readsWhatItWrote: { ...byIds, expects: 'equal' },
    newestOfEach: { ...byIds, expects: 'equal' },
    keysAreText: { given: fc.tuple(keys.map((list) => list.map(String))), expects: 'equal' },
    countOfEach: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: Drizzle with SQLite',
  wish: { ...rule, workspace: 'drizzle-sqlite', packages: ['drizzle-orm', 'better-sqlite3'] },
  files: ['batch-by-key/drizzle-sqlite.ts'],
  open: drizzleSqliteGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    commentsOfEachPost: byIds,
    atOnce: byIds,
    textsAtOnce: byIds,
    togetherWithGet: byIds,
    notRun: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'group-by: Drizzle with SQLite',
  wish: { ...rule, recipe: 'group-by', workspace: 'drizzle-sqlite', packages: ['drizzle-orm', 'better-sqlite3'] },
  files: ['group-by/drizzle-sqlite.ts'],
  open: drizzleSqliteGround,
  dangling: true,
  cases: { countOfEachPost: byIds },
})

proveQueries({
  title: 'batch-by-key: node:sqlite',
  wish: { ...rule, workspace: 'node-sqlite', packages: [] },
  files: ['batch-by-key/node-sqlite.ts'],
  open: nodeSqliteGround,
  dangling: true,
  cases: { userOfEachId: byIds, preparedOnce: byIds, commentsOfEachPost: byIds },
})

proveQueries({
  title: 'batch-by-key: libSQL',
  wish: { ...rule, workspace: 'libsql', packages: ['@libsql/client'] },
  files: ['batch-by-key/libsql.ts'],
  open: libsqlGround,
  dangling: true,
  cases: { userOfEachId: byIds, commentsOfEachPost: byIds, authorOfEachPost: {} },
})

proveQueries({
  title: 'batch-by-key: Cloudflare D1',
  wish: { ...rule, workspace: 'cloudflare-d1', packages: [] },
  files: ['batch-by-key/cloudflare-d1.ts'],
  open: d1Ground,
  dangling: true,
  cases: { userOfEachId: byIds, commentsOfEachPost: byIds, preparedOnce: byIds },
})

proveQueries({
  title: 'batch-by-key: mysql2',
  wish: { ...rule, workspace: 'mysql2', packages: ['mysql2'] },
  files: ['batch-by-key/mysql2.ts'],
  open: mysqlGround,
  dangling: true,
  cases: { userOfEachId: byIds, executed: byIds, newestOfEach: byIds, untypedRows: byIds, commentsOfEachPost: byIdsAndFlag, authorOfEachPost: {} },
})
