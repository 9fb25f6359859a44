import { mongooseGround } from '../kit/mongo.ts'
import { proveQueries } from '../kit/query-proof.ts'

proveQueries({
  title: 'include-relation: Mongoose',
  wish: { rule: 'n-plus-one', recipe: 'include-relation', workspace: 'mongoose', packages: ['mongoose'] },
  files: ['include-relation/mongoose.ts', 'include-relation/mongoose-doubts.ts'],
  open: mongooseGround,
  dangling: true,
  cases: {
    authorOfEachPost: {},
    allAtOnce: {},
    thenReadInTheLoop: {},
    underAName: {},
    // The query for the list fills one relation already, unless the list is empty.
    besidesAnotherOne: { severalFindings: true, trips: 3 },
    keyIsReadBefore: { expects: 'equal' },
    onlySome: { expects: 'equal' },
    seenBefore: { expects: 'equal' },
    pathByTheItem: { expects: 'equal' },
  },
})
