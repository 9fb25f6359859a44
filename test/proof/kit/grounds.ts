/** The databases that query proofs run on, each with the client that its cases import from `./db.ts`. */
import { drizzle } from 'drizzle-orm/pglite'
import { Pool } from 'pg'
import * as schema from '../workspaces/drizzle/src/schema.ts'
import { createDatabase, dump, fill, openWire } from './postgres.ts'
import { openPrisma } from './prisma.ts'
import type { Ground } from './query-proof.ts'

/** SQLite; counted by Prisma's own query log. */
export async function prismaGround(): Promise<Ground> {
  const { module, ...rest } = await openPrisma()
  return { ...rest, instead: { './db.ts': module } }
}

const hiding = (execute: (statement: string) => Promise<unknown>): Pick<Ground, 'hide' | 'show'> => ({
  async hide() {
    await execute('alter table users rename to hidden_users; alter table comments rename to hidden_comments')
  },
  async show() {
    await execute('alter table hidden_users rename to users; alter table hidden_comments rename to comments')
  },
})

/** PostgreSQL in this process; counted by Drizzle's own logger. */
export async function drizzleGround(): Promise<Ground> {
  const database = await createDatabase()
  let queries = 0
  const db = drizzle(database, { schema, logger: { logQuery: () => { queries++ } } })
  return {
    instead: { './db.ts': { db }, './schema.ts': schema },
    fill: (rows) => fill(database, rows),
    dump: () => dump(database),
    ...hiding((statement) => database.exec(statement)),
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
    fill: (rows) => fill(database, rows),
    dump: () => dump(database),
    ...hiding((statement) => database.exec(statement)),
    count: () => wire.count().statements,
    async close() {
      await pool.end()
      await wire.close()
      await database.close()
    },
  }
}
