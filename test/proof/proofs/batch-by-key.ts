import fc from 'fast-check'
import { days, distinctKeys, emails, keys, someKeys } from '../kit/data.ts'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries } from '../kit/query-proof.ts'

/**
 * Prisma cuts a long list of keys into parts, but not when the rows are sorted: it then fails with P2029 where a
 * statement takes fewer parameters (999 in SQLite through libSQL, 32,766 in PostgreSQL).
 */
const sortedKeys = 900

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const onceEach = { given: fc.tuple(distinctKeys) }
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }
const byPairs = {
  given: fc.tuple(keys.map((list) => list.map((postId, index) => ({ postId, approved: index % 2 === 0 })))),
  sized: (number: number) => [numbers(number).map((postId) => ({ postId, approved: true }))],
}
const byLists = { given: fc.tuple(keys.map((list) => [list.slice(0, 2), [], list.slice(2)])), sized: (number: number) => [[numbers(number)]] }
const byRows = {
  given: fc.tuple(keys.map((list) => list.map((userId, index) => ({ userId, note: `note ${index}` })))),
  sized: (number: number) => [numbers(number).map((userId) => ({ userId, note: '' }))],
}

proveQueries({
  title: 'batch-by-key: Prisma',
  wish: {
    rule: 'n-plus-one',
    recipe: 'batch-by-key',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client', 'p-limit'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  files: ['batch-by-key/prisma.ts', 'batch-by-key/prisma-doubts.ts', 'batch-by-key/prisma-wider.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    userOfEachId: byIds,
    firstOfEachId: byIds,
    nameOfEachEmail: {
      given: fc.tuple(emails),
      sized: (number) => [numbers(number).map((id) => `user-${id}@example.org`)],
    },
    keyInAnObject: byRows,
    commentsOfEachPost: { ...byIds, most: sortedKeys },
    approvedTextsOfEachPost: { ...byIdsAndFlag, most: sortedKeys },
    newestCommentOfEachPost: { ...byIds, expects: 'equal' },
    withRelation: { ...byIds, expects: 'equal' },
    throwsWhenMissing: { ...byIds, expects: 'equal' },
    missingIsCaught: { ...byIds, expects: 'equal' },
    keyMayBeNull: { given: fc.tuple(someKeys(fc.constant(null))), expects: 'equal' },
    keyMayBeUndefined: { given: fc.tuple(someKeys(fc.constant(undefined))), expects: 'equal' },
    dateAsKey: { given: fc.tuple(days), expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    changesTheRow: { ...onceEach, expects: 'equal' },
    changedOrCreated: { ...onceEach, expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
    eachOfAGenerator: { ...byIds, expects: 'equal' },
    eachEntry: { ...byIds, expects: 'equal' },
    listGrowsMeanwhile: { ...byIds, expects: 'equal' },
    nextKeyFromTheLastRow: { ...byIds, expects: 'equal' },
    rowsAreChangedLater: { ...byIds, expects: 'equal' },
    listIsEmptiedByItsReader: { ...byIds, expects: 'equal' },
    listIsSortedByItsReader: { ...byIds, expects: 'equal' },
    oneOfEachUser: { ...byIds, expects: 'equal' },
    keyInsideAnAlternative: { ...byIds, expects: 'equal' },
    keyTwice: { ...byIds, expects: 'equal' },
    fromTheKeyOn: { ...byIds, expects: 'equal' },
    nameIsTaken: byIds,
    commentsStay: byIds,
    onlySome: { ...byIds, expects: 'equal' },
    // Prisma's log counts the transaction itself.
    insideATransaction: { ...byIds, added: 1 },
    commentsOfEachPair: { ...byPairs, most: 400 },
    untilOneIsMissing: byIds,
    inLists: byLists,
    rowsWithoutTheirKey: { ...byIds, most: sortedKeys },
    keyInSteps: byIds,
    thrownOn: byIds,
    commentsOfEachUser: { ...byIds, most: sortedKeys },
    ofThoseThatHaveOne: {
      given: fc.tuple(fc.array(fc.record({ user: fc.option(fc.record({ id: fc.integer({ min: 1, max: 12 }) })) }))),
      sized: (number: number) => [numbers(number).map(id => ({ user: { id } }))],
    },
    ofEachPair: { given: fc.tuple(keys, keys), sized: (number: number) => [numbers(number), [1]], severalFindings: true, most: 400 },
    againForEach: { given: fc.tuple(fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }), keys), sized: (number: number) => [['a'], numbers(number)], severalFindings: true },
    gathered: byIds,
    fewAtATime: byIds,
    byPosition: byRows,
    inTurn: { given: fc.tuple(keys.map((list) => new Set(list))), sized: (number: number) => [new Set(numbers(number))] },
    values: {
      given: fc.tuple(keys.map((list) => new Map(list.map((id, index) => [`name ${index}`, id])))),
      sized: (number: number) => [new Map(numbers(number).map((id) => [`name ${id}`, id]))],
    },
  },
})

proveQueries({
  title: 'batch-by-key: Drizzle',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  files: ['batch-by-key/drizzle.ts', 'batch-by-key/drizzle-doubts.ts', 'batch-by-key/drizzle-wider.ts'],
  open: drizzleGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    firstOfEachId: byIds,
    commentsOfEachPost: byIds,
    authorOfEachPost: {},
    editorMayBeNull: {},
    columnsWithoutTheKey: { ...byIds, expects: 'equal' },
    secondCondition: { ...byIdsAndFlag, expects: 'equal' },
    newestOfEach: byIds,
    isThereAny: byIds,
    twoOfEach: { ...byIds, expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    reversedComparison: { ...byIds, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    allOthers: { ...byIds, expects: 'equal' },
    joined: { ...byIds, expects: 'equal' },
    renamedColumns: { ...byIds, expects: 'equal' },
    keyUnderAnothersName: { ...byIds, expects: 'equal' },
    countOfEach: { ...byIds, expects: 'equal' },
    oncePerText: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
    dateAsKey: { given: fc.tuple(days), expects: 'equal' },
    commentsOfEachPair: byPairs,
    untilOneIsMissing: byIds,
    changedOrCreated: { ...onceEach, expects: 'equal' },
    inLists: byLists,
    commentsOfEachUser: byIds,
  },
})

proveQueries({
  title: 'batch-by-key: node-postgres',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'node-postgres', packages: ['pg'] },
  files: ['batch-by-key/node-postgres.ts', 'batch-by-key/node-postgres-doubts.ts'],
  open: nodePostgresGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    rowsOfEachId: byIds,
    commentsOfEachPost: byIds,
    authorOfEachPost: {},
    editorMayBeNull: {},
    columnsWithoutTheKey: { ...byIds, expects: 'equal' },
    keysAreText: { given: fc.tuple(keys.map((list) => list.map(String))), expects: 'equal' },
    bigintColumn: { ...byIds, expects: 'equal' },
    dateAsKey: { given: fc.tuple(days), expects: 'equal' },
    secondCondition: { ...byIdsAndFlag, expects: 'equal' },
    newestOfEach: { ...byIds, expects: 'equal' },
    countOfEach: { ...byIds, expects: 'equal' },
    aggregateOfEach: { ...byIds, expects: 'equal' },
    secondValueFirst: { ...byIdsAndFlag, expects: 'equal' },
    keyWithACast: { ...byIds, expects: 'equal' },
    keyTwice: { ...byIds, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    allOthers: { ...byIds, expects: 'equal' },
    withAnAlias: byIds,
    joinHidesTheKey: { ...byIds, expects: 'equal' },
    keyUnderAnothersName: { ...byIds, expects: 'equal' },
    insideASubquery: { ...byIds, expects: 'equal' },
    union: { ...byIds, expects: 'equal' },
    grouped: { ...byIds, expects: 'equal' },
    aggregateBesideTheKey: { ...byIds, expects: 'equal' },
    oncePerPost: { ...byIds, expects: 'equal' },
    numbered: { ...byIds, expects: 'equal' },
    lowerCase: { given: fc.tuple(emails), expects: 'equal' },
    valueIsSelected: { ...byIds, expects: 'equal' },
    dollarInAText: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
    rowsAreChanged: { ...byIds, expects: 'equal' },
    ownConnection: byIds,
  },
})
