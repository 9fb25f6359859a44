/** The databases that query proofs run on, each with the client that its cases import from `./db.ts`. */
import { drizzle } from 'drizzle-orm/pglite'
import { Pool } from 'pg'
import * as schema from '../workspaces/drizzle/src/schema.ts'
import { createDatabase, openWire, tablesOf } from './postgres.ts'
import { openPrisma } from './prisma.ts'
import type { Ground } from './query-proof.ts'

/** SQLite; counted by Prisma's own query log. */
export async function prismaGround(): Promise<Ground> {
  const { module, ...rest } = await openPrisma()
  return { ...rest, instead: { './db.ts': module } }
}

/** PostgreSQL in this process; counted by Drizzle's own logger. */
export async function drizzleGround(): Promise<Ground> {
  const database = await createDatabase()
  let queries = 0
  const db = drizzle(database, { schema, logger: { logQuery: () => { queries++ } } })
  return {
    instead: { './db.ts': { db }, './schema.ts': schema },
    ...tablesOf(database),
    count() {
      const counted = queries
      queries = 0
      return counted
    },
    close: () => database.close(),
  }
}

/** PostgreSQL behind a socket; pg keeps no log, so statements are counted on the wire. */
export async function nodePostgresGround(): Promise<Ground> {
  const database = await createDatabase()
  const wire = await openWire(database)
  // There is one session behind the socket: a second connection would wait for the first.
  const pool = new Pool({ connectionString: wire.url, max: 1 })
  return {
    instead: { './db.ts': { pool } },
    ...tablesOf(database),
    count: () => wire.count().statements,
    async close() {
      await pool.end()
      await wire.close()
      await database.close()
    },
  }
}
