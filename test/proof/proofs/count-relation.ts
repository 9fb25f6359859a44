import fc from 'fast-check'
import { prismaGround } from '../kit/grounds.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries } from '../kit/query-proof.ts'

proveQueries({
  title: 'count-relation: Prisma',
  wish: {
    rule: 'n-plus-one',
    recipe: 'count-relation',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  files: ['count-relation/prisma.ts', 'count-relation/prisma-doubts.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    commentsOfEachPost: {},
    allAtOnce: {},
    onlyApproved: { given: fc.tuple(fc.boolean()), sized: () => [true] },
    besideAnotherRelation: { added: 1, trips: 3, most: 900 },
    postsOfEachUser: {},
    postIsAnsweredWhole: { expects: 'equal' },
    atMostTwo: { expects: 'equal' },
    writesMeanwhile: { expects: 'equal' },
    byTheEditor: { expects: 'equal' },
  },
})
