/** TypeORM over SQLite in this process; counted by its own logger. */
import { join } from 'node:path'
import { DataSource, type EntityTarget, type Logger, type ObjectLiteral } from 'typeorm'
import type { Rows } from './data.ts'
import { load } from './load.ts'
import { proofFolder } from './places.ts'
import type { Ground } from './query-proof.ts'

export async function typeormGround(): Promise<Ground> {
  const entities = await load(join(proofFolder, 'workspaces', 'typeorm', 'src', 'entities.ts'))
  let queries = 0
  const nothing = () => {}
  const logger: Logger = {
    logQuery: () => { queries++ }, logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing, logMigration: nothing, log: nothing,
  }
  const dataSource = await new DataSource({ type: 'sqljs', entities: Object.values(entities) as never[], synchronize: true, logger }).initialize()
  const repository = (name: string) => dataSource.getRepository(entities[name] as EntityTarget<ObjectLiteral>)
  const instead = {
    './db.ts': { dataSource, users: repository('User'), posts: repository('Post'), comments: repository('Comment') },
    './entities.ts': entities,
  }

  return {
    instead,
    async fill(rows: Rows) {
      for (const table of ['comments', 'posts', 'users']) await dataSource.query(`delete from ${table}`)
      await insert('users', rows.users)
      await insert('posts', rows.posts.map((post) => ({ ...post, published: Number(post.published) })))
      await insert('comments', rows.comments.map((comment) => ({
        ...comment, approved: Number(comment.approved), createdAt: comment.createdAt.toISOString().replace('T', ' ').replace('Z', ''),
      })))
    },
    async dump() {
      const all = []
      for (const table of ['users', 'posts', 'comments']) all.push(await dataSource.query(`select * from ${table} order by id`))
      return all
    },
    // A renamed table would take the others' references with it.
    async hide() {
      await dataSource.query('pragma legacy_alter_table = on')
      for (const table of ['users', 'comments']) await dataSource.query(`alter table ${table} rename to hidden_${table}`)
    },
    async show() {
      for (const table of ['users', 'comments']) await dataSource.query(`alter table hidden_${table} rename to ${table}`)
    },
    count() {
      const counted = queries
      queries = 0
      return counted
    },
    close: () => dataSource.destroy(),
  }

  async function insert(table: string, rows: object[]): Promise<void> {
    if (rows.length === 0) return
    const columns = Object.keys(rows[0]!)
    const holes = `(${columns.map(() => '?').join(', ')})`
    for (let start = 0; start < rows.length; start += 100) {
      const part = rows.slice(start, start + 100)
      await dataSource.query(`insert into ${table} (${columns.join(', ')}) values ${part.map(() => holes).join(', ')}`, part.flatMap((row) => Object.values(row)))
    }
  }
}
