import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { proveQueries } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }

proveQueries({
  title: 'group-by: Kysely',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'kysely', packages: ['kysely', 'pg'] },
  files: ['group-by/kysely.ts'],
  open: kyselyGround,
  dangling: true,
  cases: { commentsOfEachPost: byIds, numbersOfEachPost: byIdsAndFlag, ofEachPair: byIds },
})

proveQueries({
  title: 'group-by: Knex',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'knex', packages: ['knex', 'better-sqlite3'] },
  files: ['group-by/knex.ts'],
  open: knexGround,
  dangling: true,
  cases: { commentsOfEachPost: byIds, numbersOfEachAuthor: byIds, ofEachPair: byIds, distinctUsers: byIds },
})

proveQueries({
  title: 'group-by: Objection',
  wish: { rule: 'n-plus-one', recipe: 'group-by', workspace: 'objection', packages: ['objection', 'knex', 'better-sqlite3'] },
  files: ['group-by/objection.ts'],
  open: objectionGround,
  dangling: true,
  cases: { sizeOfEach: byIds, commentsOfEachPost: {} },
})
