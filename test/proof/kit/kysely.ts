/** Kysely over PostgreSQL in this process; counted by its own log. */
import { Kysely, PGliteDialect } from 'kysely'
import { createDatabase, tablesOf } from './postgres.ts'
import type { Ground } from './query-proof.ts'
import { Counter } from './sqlite.ts'

export async function kyselyGround(): Promise<Ground> {
  const database = await createDatabase()
  const counter = new Counter()
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: database }), log: (event) => { if (event.level === 'query') counter.add() } })
  return {
    instead: { './db.ts': { db } },
    ...tablesOf(database),
    count: counter.count,
    close: () => db.destroy(),
  }
}
