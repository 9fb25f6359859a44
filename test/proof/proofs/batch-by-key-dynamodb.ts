import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { dynamodbGround } from '../kit/dynamodb.ts'
import { proveQueries } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)

proveQueries({
  title: 'batch-by-key: DynamoDB',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'dynamodb', packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'] },
  files: ['batch-by-key/dynamodb.ts'],
  open: dynamodbGround,
  dangling: true,
  cases: {
    nameOfEachId: { given: fc.tuple(keys), sized: (number) => [numbers(number)] },
    allAtOnce: { given: fc.tuple(keys.map((list) => list.map((id) => ({ id })))), sized: (number) => [numbers(number).map((id) => ({ id }))], most: 250, trips: 5 },
    emails: { given: fc.tuple(keys), sized: (number) => [numbers(number)] },
  },
})
