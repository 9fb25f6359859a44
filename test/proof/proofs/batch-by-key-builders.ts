import fc from 'fast-check'
import { days, distinctKeys, emails, keys } from '../kit/data.ts'
import { drizzleGround } from '../kit/grounds.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { proveQueries } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const onceEach = { given: fc.tuple(distinctKeys) }
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }
const byEmails = { given: fc.tuple(emails), sized: (number: number) => [numbers(number).map((id) => `user-${id}@example.org`)] }

proveQueries({
  title: 'batch-by-key: Knex',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'knex', packages: ['knex', 'better-sqlite3'] },
  files: ['batch-by-key/knex.ts', 'batch-by-key/knex-doubts.ts'],
  open: knexGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    firstOfEachEmail: byEmails,
    commentsOfEachPost: byIds,
    authorOfEachPost: {},
    approvedTexts: byIdsAndFlag,
    someColumns: byIds,
    withItsAuthor: byIds,
    // Knex tells of `begin` and `commit` as well.
    insideATransaction: { ...byIds, added: 2, trips: 4 },
    byPosition: byIds,
    editorMayBeNull: { expects: 'equal' },
    newestOfEach: byIds,
    anyOfEach: byIds,
    twoOfEach: { ...byIds, expects: 'equal' },
    countOfEach: { ...byIds, expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    greater: { ...byIds, expects: 'equal' },
    either: { ...byIds, expects: 'equal' },
    joinedRows: { ...byIds, expects: 'equal' },
    keyTwice: { ...byIds, expects: 'equal' },
    changesTheRow: { ...onceEach, expects: 'equal' },
    keysAreText: { given: fc.tuple(keys.map((list) => list.map(String))), expects: 'equal' },
    caughtOneByOne: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
    firstThatExists: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: Kysely',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'kysely', packages: ['kysely', 'pg'] },
  files: ['batch-by-key/kysely.ts', 'batch-by-key/kysely-doubts.ts'],
  open: kyselyGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    commentsOfEachPost: byIds,
    authorOfEachPost: {},
    editorMayBeNull: {},
    approvedTexts: byIdsAndFlag,
    withAnAlias: byIds,
    throwsWhenMissing: byIds,
    newestOfEach: byIds,
    columnsWithoutTheKey: byIds,
    isThereAny: byIds,
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    dateAsKey: { given: fc.tuple(days), expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
  },
})
proveQueries({
  title: 'batch-by-key: Objection',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'objection', packages: ['objection', 'knex', 'better-sqlite3'] },
  files: ['batch-by-key/objection.ts', 'batch-by-key/objection-doubts.ts'],
  open: objectionGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    byEmail: byEmails,
    commentsOfEachPost: byIds,
    authorOfEachPost: {},
    throwsWhenMissing: byIds,
    newestOfEach: byIds,
    sizeOfEach: { ...byIds, expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: Drizzle, relational queries',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  files: ['batch-by-key/drizzle-relational.ts'],
  open: drizzleGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    someColumns: byIds,
    commentsOfEachPost: byIdsAndFlag,
    newestOfEach: byIds,
    newestApproved: byIds,
    lastOfEachPair: byIds,
    columnsWithoutTheKey: byIds,
    twoOfEach: { ...byIds, expects: 'equal' },
  },
})
