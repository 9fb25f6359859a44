import fc from 'fast-check'
import { generatedClient } from '../kit/prisma.ts'
import { prismaGround } from '../kit/grounds.ts'
import { proveQueries } from '../kit/query-proof.ts'

const flag = { given: fc.tuple(fc.boolean()), sized: () => [true] }

proveQueries({
  title: 'include-relation: Prisma',
  wish: {
    rule: 'n-plus-one',
    recipe: 'include-relation',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  file: 'include-relation/prisma.ts',
  open: prismaGround,
  dangling: false,
  cases: {
    authorOfEachPost: {},
    wholeAuthorOfEachPost: {},
    commentsOfEachPost: {},
    commentsSpreadIntoEachPost: {},
    selectInBothQueries: flag,
    includeWhereAndOrder: { ...flag, trips: 3 },
    newestComments: {},
    optionalEditor: {},
    authorAndCommentsOfEachPost: { severalFindings: true, trips: 3 },
    authorByForEachIndex: { expects: 'equal' },
    postIsAnsweredWhole: { expects: 'equal' },
    keyMayBeNull: { expects: 'equal' },
    stopsAtTheFirst: { expects: 'equal' },
    throwsWhenMissing: { expects: 'equal' },
  },
})
