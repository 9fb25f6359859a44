import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { mongodbGround, mongooseGround, objectId } from '../kit/mongo.ts'
import { postgresJsGround } from '../kit/postgres-js.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries, type Ground, type QueryCase } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { mysqlGround } from '../kit/sqlite-drivers.ts'
import { typeormGround } from '../kit/typeorm.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const texts = (list: number[]) => list.map((id) => String(objectId(id)))
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byTexts = { given: fc.tuple(keys.map(texts)), sized: (number: number) => [texts(numbers(number))] }
const byKeys = {
  given: fc.tuple(fc.array(fc.record({ postId: fc.integer({ min: 1, max: 9 }), approved: fc.boolean() }), { maxLength: 12 })),
  sized: (number: number) => [numbers(number).map((postId) => ({ postId, approved: true }))],
}
const rule = { rule: 'n-plus-one', recipe: 'dataloader' } as const

/** Queries behind calls whose turns run at the same time: all keys of one moment with one query. */
proveQueries({
  title: 'dataloader-beside: Prisma',
  wish: {
    ...rule, workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client', 'dataloader'],
    from: { 'src/generated/prisma': await generatedClient() },
  },
  files: ['dataloader/beside/prisma.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    labelOfEachUser: { ...byIds, trips: 1 },
    summaryOfEachPost: { ...byIds, severalFindings: true },
    approvedOfEach: { ...byKeys, trips: 1 },
    authorOfEachPost: { ...byIds, severalFindings: true },
    byAService: { ...byIds, trips: 1 },
  },
})

const one = { ...byIds, trips: 1 }
const two = { ...byIds, severalFindings: true }
const libraries: { name: string; open: () => Promise<Ground>; packages: string[]; dangling?: false; cases: Record<string, QueryCase> }[] = [
  { name: 'drizzle', open: drizzleGround, packages: ['drizzle-orm', 'pg'], cases: { pageOfEachUser: two } },
  { name: 'knex', open: knexGround, packages: ['knex', 'better-sqlite3'], cases: { labelOfEachUser: two } },
  { name: 'kysely', open: kyselyGround, packages: ['kysely', 'pg'], cases: { labelOfEachUser: two } },
  { name: 'node-postgres', open: nodePostgresGround, packages: ['pg'], cases: { labelOfEachUser: two } },
  { name: 'mysql2', open: mysqlGround, packages: ['mysql2'], cases: { labelOfEachUser: one } },
  { name: 'postgres-js', open: postgresJsGround, packages: ['postgres'], cases: { labelOfEachUser: one } },
  { name: 'typeorm', open: typeormGround, packages: ['typeorm', 'sql.js'], dangling: false, cases: { labelOfEachUser: two } },
  { name: 'sequelize', open: sequelizeGround, packages: ['sequelize', 'pg'], cases: { labelOfEachUser: two } },
  { name: 'objection', open: objectionGround, packages: ['objection', 'knex', 'better-sqlite3'], cases: { labelOfEachUser: two } },
  { name: 'mongoose', open: mongooseGround, packages: ['mongoose'], cases: { labelOfEachUser: { ...byTexts, trips: 1 } } },
  { name: 'mongodb', open: mongodbGround, packages: ['mongodb'], cases: { labelOfEachUser: { ...byTexts, trips: 1 } } },
]
for (const { name, open, packages, dangling = true, cases } of libraries) {
  proveQueries({
    title: `dataloader-beside: ${name}`,
    wish: { ...rule, workspace: name, packages: [...packages, 'dataloader'] },
    files: [`dataloader/beside/${name}.ts`],
    open, dangling, cases,
  })
}
