/** MikroORM over SQLite in memory; counted by its own log of queries. */
import { MikroORM } from '@mikro-orm/sqlite'
import { join } from 'node:path'
import type { Rows } from './data.ts'
import { load } from './load.ts'
import { proofFolder } from './places.ts'
import type { Ground } from './query-proof.ts'

const tables = `
  create table users (id integer primary key, email text not null unique, name text);
  create table posts (id integer primary key, title text not null, published boolean not null, author_id integer not null, editor_id integer);
  create table comments (id integer primary key, text text not null, approved boolean not null, created_at datetime not null, post_id integer not null, user_id integer);
  create view articles as select id, title, author_id from posts;
`

export async function mikroOrmGround(): Promise<Ground> {
  const entities = await load(join(proofFolder, 'workspaces', 'mikro-orm', 'src', 'entities.ts'))
  let queries = 0
  const orm = await MikroORM.init({
    dbName: ':memory:', entities: [entities['User'], entities['Post'], entities['Comment'], entities['articles']] as never[],
    debug: ['query'], logger: () => { queries++ }, colors: false,
  })
  const connection = orm.em.getConnection()
  const run = (sql: string, values: unknown[] = []) => connection.execute(sql, values, 'run')
  for (const statement of tables.split(';')) if (statement.trim() !== '') await run(statement)

  return {
    instead: { './db.ts': { orm }, './entities.ts': entities },
    async fill(rows: Rows) {
      for (const table of ['comments', 'posts', 'users']) await run(`delete from ${table}`)
      await insert('users', ['id', 'email', 'name'], rows.users.map((it) => [it.id, it.email, it.name]))
      await insert('posts', ['id', 'title', 'published', 'author_id', 'editor_id'], rows.posts.map((it) => [it.id, it.title, it.published, it.authorId, it.editorId]))
      await insert('comments', ['id', 'text', 'approved', 'created_at', 'post_id', 'user_id'],
        rows.comments.map((it) => [it.id, it.text, it.approved, it.createdAt.getTime(), it.postId, it.userId]))
    },
    async dump() {
      const all = []
      for (const table of ['users', 'posts', 'comments']) all.push(await connection.execute(`select * from ${table} order by id`))
      return all
    },
    async hide() {
      for (const table of ['users', 'comments']) await run(`alter table ${table} rename to hidden_${table}`)
    },
    async show() {
      for (const table of ['users', 'comments']) await run(`alter table hidden_${table} rename to ${table}`)
    },
    count() {
      const counted = queries
      queries = 0
      return counted
    },
    close: () => orm.close(true),
  }

  async function insert(table: string, columns: string[], rows: unknown[][]): Promise<void> {
    for (let start = 0; start < rows.length; start += 100) {
      const part = rows.slice(start, start + 100)
      const holes = part.map((row) => `(${row.map(() => '?').join(', ')})`)
      await run(`insert into ${table} (${columns.join(', ')}) values ${holes.join(', ')}`, part.flat())
    }
  }
}
