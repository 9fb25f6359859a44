import { pool } from './db.ts'

export async function figures(id: number) {
  const { rows: comments } = await pool.query('select count(*) as count from comments where user_id = $1', [id])
  const { rows: posts } = await pool.query('select id from posts where author_id = $1 order by id', [id])
  const users = await pool.query('select count(*) as count from users')
  return [comments[0].count, posts.map((post) => post.id), users.rows[0].count]
}

export async function secondNeedsFirst(id: number) {
  const { rows } = await pool.query('select author_id from posts where id = $1', [id])
  const { rows: authors } = await pool.query('select name from users where id = $1', [rows[0]?.author_id ?? 0])
  return authors
}

export async function firstDecides(id: number) {
  const { rows } = await pool.query('select id from users where id = $1', [id])
  if (rows.length === 0) throw new RangeError('nobody')
  const { rows: posts } = await pool.query('select id from posts where author_id = $1 order by id', [id])
  return posts
}

export async function writesInBetween(id: number) {
  const { rows } = await pool.query('select name from users where id = $1', [id])
  await pool.query('update users set name = $1 where id = $2', ['Zoë', id])
  const { rows: later } = await pool.query('select name from users where id = $1 and 1 = 1', [id])
  return [rows, later]
}
