/** Supabase's client on PostgREST's dialect in this process; requests are counted there. */
import { createClient } from '@supabase/supabase-js'
import { createDatabase, tablesOf } from './postgres.ts'
import { openPostgrest } from './postgrest.ts'
import type { Ground } from './query-proof.ts'

export async function supabaseGround(): Promise<Ground> {
  const database = await createDatabase()
  const server = await openPostgrest(database)
  const supabase = createClient(server.url, 'key', { auth: { persistSession: false, autoRefreshToken: false } })
  return {
    instead: { './db.ts': { supabase } },
    ...tablesOf(database),
    count: () => server.count(),
    async close() {
      await server.close()
      await database.close()
    },
  }
}
