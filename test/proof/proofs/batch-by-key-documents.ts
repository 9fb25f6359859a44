import fc from 'fast-check'
import { days, distinctKeys, emails, keys } from '../kit/data.ts'
import { mongodbGround, mongooseGround, objectId } from '../kit/mongo.ts'
import { proveQueries } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const texts = (list: number[]) => list.map((id) => String(objectId(id)))
const onceEach = { given: fc.tuple(distinctKeys.map(texts)) }
const byIds = { given: fc.tuple(keys.map(texts)), sized: (number: number) => [texts(numbers(number))] }
const byEmails = { given: fc.tuple(emails), sized: (number: number) => [numbers(number).map((id) => `user-${id}@example.org`)] }
const byFlag = { given: fc.tuple(fc.boolean()), sized: () => [true] }

proveQueries({
  title: 'batch-by-key: Mongoose',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'mongoose', packages: ['mongoose'] },
  files: ['batch-by-key/mongoose.ts', 'batch-by-key/mongoose-doubts.ts'],
  open: mongooseGround,
  dangling: true,
  cases: {
    userOfEachId: byIds,
    allAtOnce: byIds,
    nameOfEachEmail: byEmails,
    authorOfEachPost: {},
    editorMayBeNull: {},
    commentsOfEachPost: {},
    approvedTextsOfEachPost: byFlag,
    newestFieldsOfEachPost: {},
    ofPostAndText: {},
    isAnswered: {},
    // One more query fetches the authors.
    documentsWithAuthors: { ...byIds, expects: 'equal' },
    throwsWhenMissing: { ...byIds, expects: 'equal' },
    missingIsCaught: { ...byIds, expects: 'equal' },
    keyWithoutItsPlace: { ...byIds, expects: 'equal' },
    columnsWithoutTheKey: { ...byIds, expects: 'equal' },
    keyIsPopulated: { expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    newestOfEach: { ...byIds, expects: 'equal' },
    commentsOfEachUser: { expects: 'equal' },
    changesTheDocument: { ...onceEach, expects: 'equal' },
    savesTheDocument: { ...onceEach, expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    populatedFirst: { expects: 'equal' },
    fromTheKeyOn: { ...byIds, expects: 'equal' },
    eitherOfTwo: { ...byIds, expects: 'equal' },
    eachOfASet: { ...byIds, expects: 'equal' },
    stopsEarly: { ...byIds, expects: 'equal' },
  },
})

proveQueries({
  title: 'batch-by-key: MongoDB',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'mongodb', packages: ['mongodb'] },
  files: ['batch-by-key/mongodb.ts', 'batch-by-key/mongodb-doubts.ts', 'batch-by-key/mongodb-sums.ts'],
  open: mongodbGround,
  dangling: true,
  cases: {
      newest: {},
    userOfEachId: byIds,
    allAtOnce: byIds,
    authorOfEachPost: {},
    commentsOfEachPost: {},
    nameOfEachEmail: { ...byEmails, expects: 'equal' },
    approvedTextsOfEachPost: byFlag,
    newestOfEachPost: {},
    firstOfACursor: { ...byIds, expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    newestOfEach: { ...byIds, expects: 'equal' },
    keyIsHidden: { ...byIds, expects: 'equal' },
    commentsOfEachEditor: { expects: 'equal' },
    readsWhatItWrote: { ...onceEach, expects: 'equal' },
    changesTheDocument: { ...onceEach, expects: 'equal' },
    notAnId: { given: fc.tuple(fc.array(fc.constantFrom(...texts([1, 2]), 'none'), { maxLength: 4 })), expects: 'equal' },
    createdOnADay: { given: fc.tuple(days), expects: 'equal' },
  },
})
