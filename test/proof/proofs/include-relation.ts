import fc from 'fast-check'
import { generatedClient } from '../kit/prisma.ts'
import { prismaGround } from '../kit/grounds.ts'
import { proveQueries } from '../kit/query-proof.ts'

const flag = { given: fc.tuple(fc.boolean()), sized: () => [true] }

/**
 * Prisma cuts a long list of keys into parts, but not when the rows are sorted or counted off: it then fails with P2029
 * where a statement takes fewer parameters (999 in SQLite through libSQL, 32,766 in PostgreSQL).
 */
const most = 900

proveQueries({
  title: 'include-relation: Prisma',
  wish: {
    rule: 'n-plus-one',
    recipe: 'include-relation',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  files: ['include-relation/prisma.ts', 'include-relation/prisma-doubts.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    authorOfEachPost: {},
    wholeAuthorOfEachPost: {},
    commentsOfEachPost: { most },
    commentsSpreadIntoEachPost: { most },
    selectInBothQueries: flag,
    includeWhereAndOrder: { ...flag, added: 1, trips: 3, most },
    newestComments: { most },
    optionalEditor: {},
    authorAndCommentsOfEachPost: { severalFindings: true, trips: 3, most },
    authorByForEachIndex: { expects: 'equal' },
    postIsAnsweredWhole: { expects: 'equal' },
    keyMayBeNull: { expects: 'equal' },
    stopsAtTheFirst: { expects: 'equal' },
    throwsWhenMissing: { expects: 'equal' },
    firstThree: { expects: 'equal' },
    filtered: { expects: 'equal' },
    listIsAnsweredToo: { expects: 'equal' },
    spreadUnderAnotherName: { expects: 'equal' },
    keysOfThePostAreListed: { expects: 'equal' },
    writesInBetween: { expects: 'equal' },
    furtherConditionOnTheAuthor: { expects: 'equal' },
    furtherConditionsOnTheComments: { given: fc.tuple(fc.string({ maxLength: 1 })), expects: 'equal' },
    includedAlreadyInAnotherForm: { expects: 'equal' },
    oneOfEachUser: { expects: 'equal' },
    newestCommentOfEachPost: { expects: 'equal' },
    postIsPointedElsewhere: { given: fc.tuple(fc.integer({ min: 1, max: 9 })), expects: 'equal' },
    onlyOneOfTwoLists: { ...flag, expects: 'equal' },
    commentsOfTheAuthor: { expects: 'equal', trips: 3 },
  },
})
