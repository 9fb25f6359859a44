import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { nodePostgresGround } from '../kit/grounds.ts'
import { postgresJsGround } from '../kit/postgres-js.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { betterSqlite3Ground } from '../kit/sqlite-drivers.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byIdsAndFlag = { given: fc.tuple(keys, fc.boolean()), sized: (number: number) => [numbers(number), true] }
const rule = { rule: 'n-plus-one', recipe: 'group-by' } as const

proveQueries({
  title: 'group-by: node-postgres',
  wish: { ...rule, workspace: 'node-postgres', packages: ['pg'] },
  files: ['group-by/node-postgres.ts', 'group-by/node-postgres-sums.ts'],
  open: nodePostgresGround,
  dangling: true,
  cases: { countOfEach: byIds, totals: byIdsAndFlag, namedUsers: byIds, sums: byIdsAndFlag, ofJoinedTables: byIds, byPairs: byIds },
})

proveQueries({
  title: 'group-by: postgres.js',
  wish: { ...rule, workspace: 'postgres-js', packages: ['postgres'] },
  files: ['group-by/postgres-js.ts'],
  open: postgresJsGround,
  dangling: true,
  cases: { countOfEach: byIds },
})

proveQueries({
  title: 'group-by: better-sqlite3',
  wish: { ...rule, workspace: 'better-sqlite3', packages: ['better-sqlite3'] },
  files: ['group-by/better-sqlite3.ts'],
  open: betterSqlite3Ground,
  dangling: true,
  cases: { countOfEach: byIds, sumOfEach: byIds },
})
