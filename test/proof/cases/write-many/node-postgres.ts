import { pool } from './db.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await pool.query('INSERT INTO users (id, email, name) VALUES ($1, $2, $3)', [row.id, row.email, row.name])
  }
}

export async function addNamedAlike(rows: NewUser[], name: string) {
  for (const { id, email } of rows) {
    const both = `${name} ${email}`
    await pool.query(`insert into users (name, email, id) values ($2, lower('X'), $1) on conflict do nothing`, [id, both])
  }
}

export async function addNamed(rows: NewUser[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await pool.query('insert into users (id, email, name) values ($1, $2, $3)', [row.id, row.email, row.name])
  }
  return skipped
}

export async function forgetPosts(postIds: number[], approved: boolean) {
  for (const postId of postIds) {
    await pool.query('DELETE FROM comments WHERE post_id = $1 AND approved = $2', [postId, approved])
  }
}

export async function approveEach(ids: number[]) {
  for (const id of ids) {
    await pool.query('update comments set approved = true where id = $1', [id])
  }
}

export async function longerEachTime(ids: number[]) {
  for (const id of ids) {
    await pool.query(`update comments set text = text || '!' where id = $1`, [id])
  }
}

export async function onDays(days: Date[]) {
  for (const day of days) {
    await pool.query('insert into comments (id, text, approved, created_at, post_id) values ($1, $2, true, $3, 1)', [day.getTime() % 100_000, 'x', new Date(day)])
  }
}

export async function merged(rows: NewUser[]) {
  for (const row of rows) {
    await pool.query('insert into users (id, email, name) values ($1, $2, $3) on conflict (id) do update set name = excluded.name', [row.id, row.email, row.name])
  }
}
