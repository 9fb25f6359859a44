import { client } from './db.ts'

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const result = await client.execute({ sql: 'select * from users where id = ?', args: [id] })
    users.push(result.rows[0]?.email)
  }
  return users
}

export async function commentsOfEachPost(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const { rows } = await client.execute({ sql: 'select id, text from comments where post_id = ? order by id', args: [id] })
    return rows.map((row) => row.text)
  }))
}

export async function authorOfEachPost() {
  const { rows: posts } = await client.execute('select * from posts order by id')
  const feed = []
  for (const post of posts) {
    const found = await client.execute({ sql: 'select * from users where id = ?', args: [post.author_id ?? null] })
    feed.push({ title: post.title, author: found.rows[0]?.name })
  }
  return feed
}
