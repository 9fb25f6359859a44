import { describe, expect, test } from 'vitest'
import nodePostgres from '../../rules/libraries/node-postgres.ts'
import { inLoop, offered } from './offered.ts'

describe('node-postgres', () => {
  const run = (text: string) => offered(text, { library: nodePostgres, schema: undefined })

  test('rows of a result', () => {
    const { text, title, trust } = run(`export async function load() {
  const { rows: posts } = await pool.query('select * from posts order by id')
  const feed = []
  for (const post of posts) {
    const { rows } = await ⟦pool.query⟧('select * from users where id = $1', [post.author_id])
    feed.push({ title: post.title, author: rows[0]?.name })
  }
  return feed
}
`)
    expect([title, trust]).toEqual(['Load all users in one query, if `id` is a number or a text (review)', 'review'])
    expect(text).toBe(`export async function load() {
  const { rows: posts } = await pool.query('select * from posts order by id')
  const feed = []
  const { rows: users } = await pool.query(
    'select * from users where id = ANY($1)',
    [posts.map((post) => post.author_id)],
  )
  const usersById = new Map(
    posts.map((post) => [String(post.author_id), [] as typeof users]),
  )
  for (const user of users) usersById.get(String(user.id))?.push(user)
  for (const post of posts) {
    const rows = usersById.get(String(post.author_id)) ?? []
    feed.push({ title: post.title, author: rows[0]?.name })
  }
  return feed
}
`)
  })

  test('the ways in which rows are taken', () => {
    const query = '⟦pool.query⟧(\'SELECT * FROM users WHERE id = $1\', [id])'
    expect(run(inLoop(`const { rows: [user] } = await ${query}\nresult.push(user)`)).text).toContain('const [user] = usersById.get(String(id)) ?? []')
    expect(run(inLoop(`result.push((await ${query}).rows[0])`)).text).toContain('result.push(usersById.get(String(id))?.[0])')
    expect(run(inLoop(`result.push((await ${query}).rows)`)).text).toContain('result.push(usersById.get(String(id)) ?? [])')
    expect(run(inLoop(`const found = await ${query}\nresult.push(found.rows)`)).text).toContain('const found = { rows: usersById.get(String(id)) ?? [] }')
    expect(run(inLoop(`const { rows, rowCount } = await ${query}\nresult.push(rows, rowCount)`)).title).toBeUndefined()
    expect(run(inLoop(`const found = await ${query}\nresult.push(found)`)).title).toBeUndefined()
  })

  const withSql = (sql: string, values = '[id]', rest = 'result.push(rows[0]?.name)') =>
    run(inLoop(`const { rows } = await ⟦pool.query⟧('${sql}', ${values})\n${rest}`))

  test('the SQL is read and rewritten', () => {
    expect(withSql('SELECT u.id, u.name FROM app.users u WHERE u.active AND u.id = $1 LIMIT 1').text)
      .toContain('\'SELECT u.id, u.name FROM app.users u WHERE u.active AND u.id = ANY($1)\',\n    [ids],\n')
    expect(withSql('select * from comments where approved = $1 and post_id = $2', '[approved, id]').text)
      .toContain('post_id = ANY($2)\',\n    [approved, ids],\n')
    expect(withSql('select name from users where id = $1::uuid').text).toContain('select name, id from users where id = ANY($1::uuid[])')
    expect(run(inLoop('const { rows } = await ⟦pool.query⟧<{ id: number }>(\'select * from users where id = $1\', [id])\nresult.push(rows)')).title).toBeDefined()
    expect(run(inLoop('const { rows } = await ⟦pool.query⟧<{ name: string }>(\'select * from users where id = $1\', [id])\nresult.push(rows)')).text).toContain('<{ name: string } & { id: unknown }>')
    expect(withSql('select name from users where id = $1', '[id]', 'result.push(rows)').text).toContain('for (const { id: key, ...user } of users) usersById.get(String(key))?.push(user)')
    expect(withSql('select * from users where id = $1 and name = $2', '[id, String(id)]').text).toContain('id = ANY($1) and name = ANY($2)')
    expect(withSql('select name from users where team = $1 limit 2').text).toContain('row_number() over (partition by team) as place')
    expect(withSql('select name, id as key from users where id = $1').text).toContain('usersByKey.get(String(user.key))?.push(user)')
  })

  test('is not offered for SQL that asks for more than rows by a key', () => {
    for (const sql of [
      'select count(*) from users where id = $1', 'select * from users where id > $1', 'select * from users where id = $1 or name = $1',
      'select * from users where id = $1 offset 1', 'select distinct on (name) name from users where id = $1', 'select row_number() over () from users where id = $1',
      'select * from users join posts on true where users.id = $1', 'select * from users where id = $1 for update',
      'with q as (select 1) select * from q where id = $1', 'update users set name = 1 where id = $1', 'select * from users where id = ', 'select * from users where id = $2',
    ]) expect([sql, withSql(sql).title]).toEqual([sql, undefined])
    expect(withSql('select * from users where id = $1', '[id]', 'await pool.query(\\\'update users set name = 1\\\')\nresult.push(rows)'.replaceAll('\\', '')).title).toBeUndefined()
    expect(withSql('select * from users where id = $1', '[id]', 'const user = rows[0]\nuser.place = 1\nresult.push(user)').title).toBeUndefined()
    expect(run(inLoop('const { rows } = await ⟦pool.query⟧(`select * from users where id = ${id}`)')).title).toBeUndefined()
    expect(run(inLoop('const { rows } = await ⟦pool.query⟧(\'select * from users where day = $1\', [id])', 'days: Date[]', 'const id of days')).title).toBeUndefined()
  })
})
