/** postgres.js over PostgreSQL in this process, behind a socket; statements are counted on the wire. */
import postgres from 'postgres'
import { createDatabase, openWire, tablesOf } from './postgres.ts'
import type { Ground } from './query-proof.ts'

export async function postgresJsGround(): Promise<Ground> {
  const database = await createDatabase()
  const wire = await openWire(database)
  // There is one session behind the socket; types are not asked for, which would count.
  const sql = postgres(wire.url, { max: 1, fetch_types: false, onnotice() {} })
  await sql`select 1`
  return {
    instead: { './db.ts': { sql } },
    ...tablesOf(database),
    count: () => wire.count().statements,
    async close() {
      await sql.end()
      await wire.close()
      await database.close()
    },
  }
}
