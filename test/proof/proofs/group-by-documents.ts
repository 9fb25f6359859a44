import fc from 'fast-check'
import { days, keys } from '../kit/data.ts'
import { mongodbGround, mongooseGround, objectId } from '../kit/mongo.ts'
import { proveQueries } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const texts = (list: number[]) => list.map((id) => String(objectId(id)))
const byIds = { given: fc.tuple(keys.map(texts)), sized: (number: number) => [texts(numbers(number))] }

proveQueries({
  title: 'group-by: Mongoose',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'mongoose', packages: ['mongoose'] },
  files: ['group-by/mongoose.ts'],
  open: mongooseGround,
  dangling: true,
  cases: {
    commentsOfEachPost: {},
    since: { given: days.map((list) => [list[0] ?? new Date(0)]), sized: () => [new Date(0)] },
    summedUp: {},
    seenAsAWhole: {},
    keysAreTexts: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'group-by: MongoDB',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'mongodb', packages: ['mongodb'] },
  files: ['group-by/mongodb.ts'],
  open: mongodbGround,
  dangling: true,
  cases: { commentsOfEachPost: {}, ofEachId: byIds, summedUp: {}, counted: {} },
})
