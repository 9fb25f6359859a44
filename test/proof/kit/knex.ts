/** Knex and what is built on it, over SQLite in this process. */
import knexOf, { type Knex } from 'knex'
import type { Ground } from './query-proof.ts'
import { Counter, dump, fill, hiding, tables, type ReadRows, type RunStatement } from './sqlite.ts'

export interface OnKnex extends Omit<Ground, 'instead'> { knex: Knex }

/** Counted by Knex itself. */
export async function openKnex(): Promise<OnKnex> {
  const knex = knexOf({ client: 'better-sqlite3', connection: { filename: ':memory:' }, useNullAsDefault: true })
  for (const table of tables) await knex.raw(table)
  const counter = new Counter()
  knex.on('query', counter.add)
  const run: RunStatement = (sql, values) => knex.raw(sql, values as Knex.RawBinding[])
  const read: ReadRows = (sql) => knex.raw(sql) as unknown as Promise<unknown[]>
  return { knex, fill: (rows) => fill(run, rows), dump: () => dump(read), ...hiding(run), count: counter.count, close: () => knex.destroy() }
}

export async function knexGround(): Promise<Ground> {
  const { knex, ...rest } = await openKnex()
  return { ...rest, instead: { './db.ts': { db: knex } } }
}

/** The classes are the workspace's own, bound to a database that counts. */
export async function objectionGround(): Promise<Ground> {
  const { knex, ...rest } = await openKnex()
  const { Model } = await import('objection')
  class Base extends Model {}
  Base.knex(knex)
  class User extends Base { static override tableName = 'users' }
  class Comment extends Base { static override tableName = 'comments' }
  class Post extends Base { static override tableName = 'posts' }
  return { ...rest, instead: { './models.ts': { User, Post, Comment } } }
}
