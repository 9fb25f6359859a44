/** The tables of the proofs in SQLite, for every driver that speaks to it. */
import type { Rows } from './data.ts'
import type { Ground } from './query-proof.ts'

export const tables = [
  'create table users (id integer primary key, email text not null, name text)',
  'create table posts (id integer primary key, title text not null, published integer not null, author_id integer not null, editor_id integer)',
  'create table comments (id integer primary key, text text not null, approved integer not null, created_at text not null, post_id integer not null, user_id integer)',
]

/** One statement with its values: what every driver can run. */
export type RunStatement = (sql: string, values: unknown[]) => unknown
export type ReadRows = (sql: string) => unknown[] | Promise<unknown[]>

/** Replaces everything in the tables. SQLite has no truth values and no moments: they are numbers and texts. */
export async function fill(run: RunStatement, rows: Rows): Promise<void> {
  for (const table of ['users', 'posts', 'comments']) await run(`delete from ${table}`, [])
  await insert(run, 'users', ['id', 'email', 'name'], rows.users.map((it) => [it.id, it.email, it.name]))
  await insert(run, 'posts', ['id', 'title', 'published', 'author_id', 'editor_id'], rows.posts.map((it) => [it.id, it.title, Number(it.published), it.authorId, it.editorId]))
  await insert(
    run, 'comments', ['id', 'text', 'approved', 'created_at', 'post_id', 'user_id'],
    rows.comments.map((it) => [it.id, it.text, Number(it.approved), it.createdAt.toISOString(), it.postId, it.userId]),
  )
}

async function insert(run: RunStatement, table: string, columns: string[], rows: unknown[][]): Promise<void> {
  if (rows.length === 0) return
  const holes = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')
  await run(`insert into ${table} (${columns.join(', ')}) values ${holes}`, rows.flat())
}

export async function dump(read: ReadRows): Promise<unknown[]> {
  const all = []
  for (const table of ['users', 'posts', 'comments']) all.push(await read(`select * from ${table} order by id`))
  return all
}

export const hiding = (run: RunStatement): Pick<Ground, 'hide' | 'show'> => ({
  async hide() {
    for (const table of ['users', 'comments']) await run(`alter table ${table} rename to hidden_${table}`, [])
  },
  async show() {
    for (const table of ['users', 'comments']) await run(`alter table hidden_${table} rename to ${table}`, [])
  },
})

/** Counts what it is told, since the last look. */
export class Counter {
  #number = 0
  readonly add = (): void => { this.#number++ }
  readonly count = (): number => {
    const counted = this.#number
    this.#number = 0
    return counted
  }
}
