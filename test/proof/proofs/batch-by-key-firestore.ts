import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { firestoreGround } from '../kit/firestore.ts'
import { proveQueries } from '../kit/query-proof.ts'

const texts = (list: number[]) => list.map(String)
const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys.map(texts)), sized: (number: number) => [texts(numbers(number))] }
const posts = (list: number[]) => list.map((id) => ({ id, authorId: 1 }))

proveQueries({
  title: 'batch-by-key: Firestore',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'firestore', packages: [], extra: { '@google-cloud/firestore': '^8.0.0' } },
  files: ['batch-by-key/firestore.js'],
  open: firestoreGround,
  dangling: true,
  cases: {
    nameOfEachId: byIds,
    allAtOnce: byIds,
    ofEachAuthor: { given: fc.tuple(keys.map(posts)), sized: (number: number) => [posts(numbers(number))] },
    behindACall: byIds,
    inATransaction: byIds,
  },
})
