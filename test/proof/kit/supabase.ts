/** Supabase's client on PostgREST's dialect in this process; requests are counted there. */
import { createClient } from '@supabase/supabase-js'
import { createDatabase, dump, fill } from './postgres.ts'
import { openPostgrest } from './postgrest.ts'
import type { Ground } from './query-proof.ts'

export async function supabaseGround(): Promise<Ground> {
  const database = await createDatabase()
  const server = await openPostgrest(database)
  const supabase = createClient(server.url, 'key', { auth: { persistSession: false, autoRefreshToken: false } })
  return {
    instead: { './db.ts': { supabase } },
    fill: (rows) => fill(database, rows),
    dump: () => dump(database),
    async hide() {
      await database.exec('alter table users rename to hidden_users; alter table comments rename to hidden_comments')
    },
    async show() {
      await database.exec('alter table hidden_users rename to users; alter table hidden_comments rename to comments')
    },
    count: () => server.count(),
    async close() {
      await server.close()
      await database.close()
    },
  }
}
