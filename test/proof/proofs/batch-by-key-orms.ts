import fc from 'fast-check'
import { distinctKeys, emails, keys, someKeys } from '../kit/data.ts'
import { mikroOrmGround } from '../kit/mikro-orm.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { typeormGround } from '../kit/typeorm.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const onceEach = { given: fc.tuple(distinctKeys) }
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }
const byRows = {
  given: fc.tuple(keys.map((list) => list.map((userId, index) => ({ userId, note: `note ${index}` })))),
  sized: (number: number) => [numbers(number).map((userId) => ({ userId, note: '' }))],
}
const byTexts = { given: fc.tuple(keys.map((list) => list.map(String))), sized: (number: number) => [numbers(number).map(String)] }

proveQueries({
  title: 'batch-by-key: TypeORM',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'typeorm', packages: ['typeorm', 'sql.js'] },
  files: ['batch-by-key/typeorm.ts', 'batch-by-key/typeorm-doubts.ts'],
  open: typeormGround,
  dangling: false,
  cases: {
    userOfEachId: byIds,
    oneOfEachId: byIds,
    nameOfEachId: byIds,
    keyInAnObject: byRows,
    commentsOfEachPost: byIds,
    approvedTextsOfEachPost: byIdsAndFlag,
    // With relations, TypeORM asks twice for one row.
    rowsOfAChain: byIds,
    newestOfAChain: byIds,
    presentInAChain: byIds,
    postsWithAuthors: { ...byIds, severalFindings: true },
    // The transaction itself is two statements.
    insideATransaction: { ...byIds, added: 2, trips: 4 },
    failsWhenMissing: byIds,
    keyMayBeNull: { given: fc.tuple(someKeys(fc.constant(null))), expects: 'equal' },
    keyMayBeUndefined: { given: fc.tuple(someKeys(fc.constant(undefined))), expects: 'equal' },
    onlyThoseThatAreThere: { given: fc.tuple(someKeys(fc.constant(undefined))), expects: 'equal' },
    newestCommentOfEachPost: { ...byIds, expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    byTheRelation: { ...byIds, expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    readsWhatTheManagerWrote: { ...onceEach, expects: 'equal' },
    changesTheRow: { ...onceEach, expects: 'equal' },
    savesTheRow: { ...onceEach, expects: 'equal' },
    keysAreText: { ...byTexts, expects: 'equal' },
    postIsPublished: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
    queryRunnersManager: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: Sequelize',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'sequelize', packages: ['sequelize', 'pg'] },
  files: ['batch-by-key/sequelize.ts', 'batch-by-key/sequelize-doubts.ts'],
  open: sequelizeGround,
  dangling: true,
  cases: {
    emailOfEachId: byIds,
    plainUserOfEachId: byIds,
    nameOfEachId: byIds,
    nameOfEachEmail: { given: fc.tuple(emails), sized: (number) => [numbers(number).map((id) => `user-${id}@example.org`)] },
    keyMayBeUndefined: { given: fc.tuple(someKeys(fc.constant(undefined))), sized: byIds.sized },
    textsOfEachPost: byIdsAndFlag,
    postsWithAuthors: byIds,
    insideATransaction: { ...byIds, added: 2, trips: 4 },
    keysAreText: { ...byTexts, expects: 'equal' },
    rejectsWhenMissing: { ...byIds, expects: 'equal' },
    valueMayBeNull: { given: fc.tuple(someKeys(fc.constant(null))), expects: 'equal' },
    newestOfEach: { ...byIds, expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    fromTheKeyOn: { ...byIds, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    updatesTheRow: { ...byIds, expects: 'equal' },
    destroysTheRow: { ...onceEach, expects: 'equal' },
    columnsWithoutTheKey: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: MikroORM',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'mikro-orm', packages: ['@mikro-orm/core', '@mikro-orm/sqlite'] },
  files: ['batch-by-key/mikro-orm.ts', 'batch-by-key/mikro-orm-doubts.ts'],
  open: mikroOrmGround,
  dangling: true,
  cases: {
    emailOfEachId: byIds,
    emailOfEachKey: byIds,
    nameOfEachEmail: { given: fc.tuple(emails), sized: (number) => [numbers(number).map((id) => `user-${id}@example.org`)] },
    commentsOfEachPost: byIds,
    postsWithAuthors: { ...byIds, expects: 'equal' },
    insideATransaction: { ...byIds, added: 2, trips: 4 },
    failsWhenMissing: byIds,
    keyMayBeNull: { given: fc.tuple(someKeys(fc.constant(null))), expects: 'equal' },
    commentsByTheRelation: byIds,
    onlyTextsOfEachPost: byIds,
    newestOfEach: { ...byIds, expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    renamesTheUser: { ...byIds, expects: 'equal' },
    writesPastTheEntities: { ...onceEach, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
  },
})
