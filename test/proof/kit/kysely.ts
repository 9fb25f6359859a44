/** Kysely over PostgreSQL in this process; counted by its own log. */
import { Kysely, PGliteDialect } from 'kysely'
import { createDatabase, dump, fill } from './postgres.ts'
import type { Ground } from './query-proof.ts'
import { Counter } from './sqlite.ts'

export async function kyselyGround(): Promise<Ground> {
  const database = await createDatabase()
  const counter = new Counter()
  const db = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: database }), log: (event) => { if (event.level === 'query') counter.add() } })
  return {
    instead: { './db.ts': { db } },
    fill: (rows) => fill(database, rows),
    dump: () => dump(database),
    async hide() {
      await database.exec('alter table users rename to hidden_users; alter table comments rename to hidden_comments')
    },
    async show() {
      await database.exec('alter table hidden_users rename to users; alter table hidden_comments rename to comments')
    },
    count: counter.count,
    close: () => db.destroy(),
  }
}
