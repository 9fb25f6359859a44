import { join } from 'node:path'
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { load } from '../kit/load.ts'
import { mikroOrmGround } from '../kit/mikro-orm.ts'
import { proofFolder } from '../kit/places.ts'
import { postgresJsGround } from '../kit/postgres-js.ts'
import { createDatabase, dump, fill, openWire } from '../kit/postgres.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { proveTransactions } from '../kit/transaction-proof.ts'

/** TypeORM over a pool: in memory, it has one connection only, and nothing can escape it. */
async function typeormPool(): Promise<Ground> {
  const database = await createDatabase()
  const wire = await openWire(database)
  const entities = await load(join(proofFolder, 'workspaces', 'typeorm', 'src', 'entities.ts'))
  const dataSource = await new DataSource({ type: 'postgres', url: wire.url, extra: { max: 1 }, entities: Object.values(entities) as never[] }).initialize()
  const repository = (name: string) => dataSource.getRepository(entities[name] as EntityTarget<ObjectLiteral>)
  return {
    instead: { './db.ts': { dataSource, users: repository('User'), posts: repository('Post'), comments: repository('Comment') }, './entities.ts': entities },
    fill: (rows) => fill(database, rows),
    dump: () => dump(database),
    hide: () => {},
    show: () => {},
    count: () => wire.count().statements,
    async close() {
      await dataSource.destroy()
      await wire.close()
      await database.close()
    },
  }
}

proveTransactions({
  title: 'use-transaction-handle: Prisma',
  wish: { workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } },
  files: ['use-transaction-handle/prisma.ts'],
  open: prismaGround,
  cases: ['beside', 'withoutName', 'behind', 'takesIt'],
})

proveTransactions({
  title: 'use-transaction-handle: Drizzle',
  wish: { workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  files: ['use-transaction-handle/drizzle.ts'],
  open: drizzleGround,
  cases: ['beside', 'reads', 'behind'],
})

proveTransactions({
  title: 'use-transaction-handle: Knex',
  wish: { workspace: 'knex', packages: ['knex'] },
  files: ['use-transaction-handle/knex.ts'],
  open: knexGround,
  cases: ['beside', 'behind', 'betweenStatements'],
})

proveTransactions({
  title: 'use-transaction-handle: Objection',
  wish: { workspace: 'objection', packages: ['knex', 'objection'] },
  files: ['use-transaction-handle/objection.ts'],
  open: objectionGround,
  cases: ['beside'],
})

proveTransactions({
  title: 'use-transaction-handle: Kysely',
  wish: { workspace: 'kysely', packages: ['kysely', 'pg'] },
  files: ['use-transaction-handle/kysely.ts'],
  open: kyselyGround,
  cases: ['beside', 'behind'],
})

proveTransactions({
  title: 'use-transaction-handle: postgres.js',
  wish: { workspace: 'postgres-js', packages: ['postgres'] },
  files: ['use-transaction-handle/postgres-js.ts'],
  open: postgresJsGround,
  cases: ['beside'],
})

proveTransactions({
  title: 'use-transaction-handle: node-postgres',
  wish: { workspace: 'node-postgres', packages: ['pg'] },
  files: ['use-transaction-handle/node-postgres.ts'],
  open: nodePostgresGround,
  cases: ['beside', 'behind'],
})

proveTransactions({
  title: 'use-transaction-handle: TypeORM',
  wish: { workspace: 'typeorm', packages: ['typeorm', 'sql.js'] },
  files: ['use-transaction-handle/typeorm.ts'],
  open: typeormPool,
  cases: ['repository', 'ownManager', 'betweenStatements'],
})

proveTransactions({
  title: 'use-transaction-handle: Sequelize',
  wish: { workspace: 'sequelize', packages: ['sequelize', 'pg'] },
  files: ['use-transaction-handle/sequelize.ts'],
  open: sequelizeGround,
  cases: ['beside', 'row', 'takesIt', 'betweenStatements'],
})

// Its entity managers look for the transaction that is running: left alone, and right to be.
proveTransactions({
  title: 'use-transaction-handle: MikroORM has no need of it',
  wish: { workspace: 'mikro-orm', packages: ['@mikro-orm/sqlite'] },
  files: ['use-transaction-handle/mikro-orm.ts'],
  open: mikroOrmGround,
  cases: ['outer'],
  ambient: true,
})
