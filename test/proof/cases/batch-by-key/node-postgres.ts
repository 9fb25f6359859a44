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

export async function columnsWithoutTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select text from comments where post_id = $1 order by created_at desc', [id])
    result.push(rows)
  }
  return result
}

export async function keysAreText(ids: string[]) {
  const names = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from users where id = $1', [id])
    names.push(rows[0]?.name)
  }
  return names
}

export async function bigintColumn(numbers: number[]) {
  const found = []
  for (const number of numbers) {
    const { rows } = await pool.query('select * from invoices where number = $1', [number])
    found.push(rows[0]?.customer)
  }
  return found
}

export async function dateAsKey(days: Date[]) {
  const counts = []
  for (const day of days) {
    const { rows } = await pool.query('select * from comments where created_at = $1', [day])
    counts.push(rows.length)
  }
  return counts
}

export async function secondCondition(ids: number[], approved: boolean) {
  const counts = []
  for (const id of ids) {
    const { rows } = await pool.query('select * from comments where post_id = $1 and approved = $2', [id, approved])
    counts.push(rows.length)
  }
  return counts
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query(
      'select * from comments where post_id = $1 order by created_at desc limit 1',
      [id],
    )
    result.push(rows[0]?.text)
  }
  return result
}

export async function countOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows, rowCount } = await pool.query('select id from comments where post_id = $1', [id])
    result.push([rowCount, rows.length])
  }
  return result
}

export async function aggregateOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { rows } = await pool.query('select count(*)::int as total from comments where post_id = $1', [id])
    result.push(rows[0].total)
  }
  return result
}
