import type { RowDataPacket } from 'mysql2/promise'
import { pool } from './db.ts'

interface User extends RowDataPacket { id: number; email: string; name: string | null }

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const [rows] = await pool.query<User[]>('SELECT * FROM users WHERE id = ?', [id])
    users.push(rows[0]?.email ?? null)
  }
  return users
}

export async function executed(ids: number[]) {
  const names = []
  for (const id of ids) {
    const [[user]] = await pool.execute<User[]>('SELECT `id`, `name` FROM `users` WHERE `id` = ? LIMIT 1', [id])
    names.push(user?.name)
  }
  return names
}

export async function untypedRows(ids: number[]) {
  const emails: string[] = []
  for (const id of ids) {
    const [rows] = await pool.query('SELECT * FROM users WHERE id = ?', [id])
    const user = (rows as User[])[0]
    emails.push(user?.email ?? 'nobody')
  }
  return emails
}

export async function commentsOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const [comments] = await pool.execute<RowDataPacket[]>(
      'SELECT id, text FROM comments WHERE post_id = ? AND approved = ? ORDER BY created_at DESC',
      [id, approved],
    )
    return comments.map((comment) => comment.text as string)
  }))
}

export async function authorOfEachPost() {
  const [posts] = await pool.query<RowDataPacket[]>('SELECT * FROM posts ORDER BY id')
  const feed = []
  for (const post of posts) {
    const [authors] = await pool.query<RowDataPacket[]>('SELECT * FROM users WHERE id = ?', [post.author_id])
    feed.push({ title: post.title, author: authors[0]?.name })
  }
  return feed
}

export async function newestOfEach(ids: number[]) {
  const texts = []
  for (const id of ids) {
    const [[row]] = await pool.execute<(RowDataPacket & { text: string })[]>('SELECT text FROM comments WHERE post_id = ? ORDER BY created_at DESC LIMIT 1', [id])
    texts.push(row?.text ?? null)
  }
  return texts
}
