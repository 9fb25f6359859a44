import { pool } from './db.ts'

export async function everyPost() {
  const { rows } = await pool.query('select * from posts order by id')
  return rows
}

export async function publishedPosts() {
  const { rows } = await pool.query(`
    SELECT id, title
    FROM posts
    WHERE published
    ORDER BY id DESC;
  `)
  return rows
}

export async function search(word: string) {
  const { rows } = await pool.query('select id from comments where text like $1 order by id', [`%${word}%`])
  return rows
}
