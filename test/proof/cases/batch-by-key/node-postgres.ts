import { pool } from './db.ts'

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from users where id = $1', [id])
    users.push(rows[0] ?? null)
  }
  return users
}

export async function rowsOfEachId(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await pool.query('SELECT id, email FROM users WHERE id = $1', [id])
    result.push(found.rows)
  }
  return result
}

export async function commentsOfEachPost(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const { rows } = await pool.query('select * from comments where post_id = $1 order by id', [id])
    return { id, comments: rows }
  }))
}

export async function authorOfEachPost() {
  const { rows: posts } = await pool.query('select * from posts order by id')
  const feed = []
  for (const post of posts) {
    const { rows } = await pool.query('select * from users where id = $1', [post.author_id])
    feed.push({ title: post.title, author: rows[0]?.name })
  }
  return feed
}

export async function editorMayBeNull() {
  const posts = (await pool.query('select * from posts order by id desc')).rows
  return Promise.all(posts.map(async (post) => {
    const editors = await pool.query('select * from users where id = $1', [post.editor_id])
    return { ...post, editor: editors.rows[0] ?? null }
  }))
}

export async function withAnAlias(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select c.* from comments c where c.post_id = $1 order by c.created_at desc', [id])
    result.push(rows)
  }
  return result
}

export async function ownConnection(ids: number[]) {
  const client = await pool.connect()
  try {
    const users = []
    for (const id of ids) {
      const { rows } = await client.query('select * from users where id = $1', [id])
      users.push(rows[0]?.email)
    }
    return users
  } finally {
    client.release()
  }
}
