import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'

export interface Database {
  users: { id: number; email: string; name: string | null }
  posts: { id: number; title: string; published: boolean; author_id: number; editor_id: number | null }
  comments: { id: number; text: string; approved: boolean; created_at: Date; post_id: number; user_id: number | null }
}

export const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) }) })
