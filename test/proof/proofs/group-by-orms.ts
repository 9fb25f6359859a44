import fc from 'fast-check'
import { days, distinctKeys, keys, someKeys } from '../kit/data.ts'
import { drizzleGround, prismaGround } from '../kit/grounds.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { typeormGround } from '../kit/typeorm.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const onceEach = { given: fc.tuple(distinctKeys) }
const byPairs = {
  given: fc.tuple(fc.array(fc.record({ postId: fc.integer({ min: 1, max: 8 }), userId: fc.integer({ min: 1, max: 8 }) }), { maxLength: 12 })),
  sized: (number: number) => [numbers(number).map((postId) => ({ postId, userId: postId }))],
}
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }

proveQueries({
  title: 'group-by: Prisma',
  wish: {
    rule: 'n-plus-one',
    recipe: 'group-by',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  files: ['group-by/prisma.ts', 'group-by/prisma-doubts.ts', 'group-by/prisma-numbers.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    commentsOfEachPost: { ...byIds, most: 900 },
    allAtOnce: { ...byIds, most: 900 },
    onlyApproved: { ...byIdsAndFlag, most: 900 },
    isThereAny: { ...byIds, most: 900 },
    numbersOfEachPost: { ...byIds, most: 900 },
    keyMayBeNull: { given: fc.tuple(someKeys(fc.constant(null))), expects: 'equal' },
    keyMayBeUndefined: { given: fc.tuple(someKeys(fc.constant(undefined))), expects: 'equal' },
    dateAsKey: { given: fc.tuple(days), expects: 'equal' },
    fromTheKeyOn: { ...byIds, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    // That no key comes twice is said by the title.
    deletesWhatItCounts: { ...onceEach, expects: 'equal' },
  },
})

proveQueries({
  title: 'group-by: Drizzle',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  files: ['group-by/drizzle.ts'],
  open: drizzleGround,
  dangling: true,
  cases: { commentsOfEachPost: byIds, numbersOfEachPost: byIdsAndFlag, countOfEach: byIdsAndFlag, countOfEachPair: byIds, ofJoinedTables: byIds },
})

proveQueries({
  title: 'group-by: Sequelize',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'sequelize', packages: ['sequelize', 'pg'] },
  files: ['group-by/sequelize.ts', 'group-by/sequelize-doubts.ts'],
  open: sequelizeGround,
  dangling: true,
  cases: {
    commentsOfEachPost: byIds,
    commentsOfEveryPost: { given: fc.tuple(fc.boolean()), sized: () => [true] },
    keyMayBeNull: { given: fc.tuple(someKeys(fc.constant(null))), expects: 'equal' },
    distinctUsers: { ...byIds, expects: 'equal' },
    keysAreText: { given: fc.tuple(keys.map((list) => list.map(String))), expects: 'equal' },
  },
})

proveQueries({
  title: 'group-by: TypeORM',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'typeorm', packages: ['typeorm', 'sql.js'] },
  files: ['group-by/typeorm.ts'],
  open: typeormGround,
  dangling: false,
  cases: {
    commentsOfEachPost: byIds,
    ofEveryPost: { given: days.map((list) => [list[0] ?? new Date(0)]), sized: () => [new Date(0)] },
    withAnswers: {},
    lastOfEach: byIds,
    countedByAChain: byIdsAndFlag,
    answeredPairs: byPairs,
    spanOfEach: byIds,
    sumOfEach: byIds,
    ofEachEditor: { expects: 'equal' },
  },
})
