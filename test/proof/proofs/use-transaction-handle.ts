import knexOf, { type Knex } from 'knex'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataSource, EntitySchema } from 'typeorm'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { mikroOrmGround } from '../kit/mikro-orm.ts'
import { postgresJsGround } from '../kit/postgres-js.ts'
import { createDatabase, dump, fill, openWire } from '../kit/postgres.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { dump as dumpSqlite, fill as fillSqlite, tables, type RunStatement } from '../kit/sqlite.ts'
import { proveTransactions } from '../kit/transaction-proof.ts'

/** TypeORM over a pool: in memory, it has one connection only, and nothing can escape it. */
async function typeormPool(): Promise<Ground> {
  const database = await createDatabase()
  const wire = await openWire(database)
  const columns = { id: { type: 'integer', primary: true } } as const
  const User = new EntitySchema({ name: 'User', tableName: 'users', columns: { ...columns, name: { type: 'text', nullable: true } } })
  const Post = new EntitySchema({ name: 'Post', tableName: 'posts', columns: { ...columns, title: { type: 'text' } } })
  const dataSource = await new DataSource({ type: 'postgres', url: wire.url, extra: { max: 1 }, entities: [User, Post] }).initialize()
  return {
    instead: { './db.ts': { dataSource, users: dataSource.getRepository(User), posts: dataSource.getRepository(Post) }, './entities.ts': { User, Post } },
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

/** A file that two connections can open: what one has written before the other begins to write is there to stay. */
async function knexFile(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'crowdproof-'))
  const knex = knexOf({ client: 'better-sqlite3', connection: { filename: join(folder, 'rows.db') }, useNullAsDefault: true, pool: { min: 2, max: 2 } })
  await knex.raw('pragma journal_mode = wal')
  for (const table of tables) await knex.raw(table)
  const run: RunStatement = (sql, values) => knex.raw(sql, values as Knex.RawBinding[])
  return {
    instead: { './db.ts': { db: knex } },
    fill: (rows) => fillSqlite(run, rows),
    dump: () => dumpSqlite((sql) => knex.raw(sql) as unknown as Promise<unknown[]>),
    hide: () => {},
    show: () => {},
    count: () => 0,
    async close() {
      await knex.destroy()
      await rm(folder, { recursive: true, force: true })
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
  title: 'use-transaction-handle: Knex with two connections',
  wish: { workspace: 'knex', packages: ['knex'] },
  files: ['use-transaction-handle/knex-file.ts'],
  open: knexFile,
  cases: ['outerFirst'],
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
