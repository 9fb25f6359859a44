import type { QueryResultRow } from 'pg'
import { pool } from './db.ts'

async function asked<Row extends QueryResultRow>(text: string, values: unknown[] = []) {
  const start = Date.now()
  const result = await pool.query<Row>(text, values)
  if (Date.now() - start > 60_000) console.warn('slow', text)
  return result
}

async function rowsOf<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
  const { rows } = await asked<Row>(text, values)
  return rows
}

export async function throughAFunction(ids: number[]) {
  const emails = []
  for (const id of ids) {
    const { rows } = await asked<{ email: string; name: string | null }>('SELECT email, name FROM users WHERE id = $1', [id])
    emails.push(rows[0]?.email ?? 'nobody')
  }
  return emails
}

export async function newestOfEach(ids: number[]) {
  const texts = []
  for (const id of ids) {
    const rows = await rowsOf<{ text: string }>('select text from comments where post_id = $1 order by created_at desc limit 1;', [id])
    texts.push(rows[0]?.text ?? null)
  }
  return texts
}

export async function newestByAuthor(ids: number[], approved: boolean) {
  return Promise.all(
    ids.map(async (id) => {
      const { rows: [newest] } = await asked<{ text: string; title: string }>(
        `SELECT c.text, p.title
           FROM comments c JOIN posts p ON p.id = c.post_id
          WHERE p.author_id = $1 AND c.approved = $2
          ORDER BY c.created_at DESC
          LIMIT 1`,
        [id, approved],
      )
      return newest ? `${newest.title}: ${newest.text}` : null
    }),
  )
}

export async function firstTwo(ids: number[]) {
  const texts = []
  for (const id of ids) {
    const { rows } = await pool.query('SELECT text FROM comments WHERE post_id = $1 ORDER BY created_at LIMIT 2', [id])
    texts.push(rows.map((row) => row.text))
  }
  return texts
}

export async function byPairs(ids: number[]) {
  const found = []
  for (const { post_id, user_id } of ids.map((id) => ({ post_id: id, user_id: id % 3 }))) {
    const { rows } = await pool.query('SELECT text FROM comments WHERE post_id = $1 AND user_id = $2 ORDER BY id', [post_id, user_id])
    found.push(rows.map((row) => row.text))
  }
  return found
}

export async function whetherAny(ids: number[], approved: boolean) {
  const found = []
  for (const id of ids) {
    const any = await asked('SELECT 1 FROM comments WHERE post_id = $1 AND approved = $2 LIMIT 1', [id, approved])
    if (any.rowCount === 0) continue
    found.push(id)
  }
  return found
}

export async function spreadRows(ids: number[]) {
  const users = []
  for (const id of ids) {
    const { rows } = await pool.query('SELECT email, name FROM users WHERE id = $1', [id])
    users.push({ wanted: id, ...rows[0] })
  }
  return users
}

export async function countsByUser(ids: number[]) {
  const shares = []
  for (const id of ids) {
    const { rows } = await asked<{ approved: boolean; number: number }>('select approved, count(*)::int as number from comments where post_id = $1 group by approved order by approved', [id])
    shares.push(rows.map((row) => `${row.approved}: ${row.number}`))
  }
  return shares
}

export async function foldedTexts(emails: string[]) {
  const names = []
  for (const email of emails) {
    const { rows } = await asked<{ id: number; name: string | null }>('SELECT id, name FROM users WHERE upper(email) = $1', [email.toUpperCase()])
    names.push(rows[0]?.name)
  }
  return names
}

export async function askedAsATruth(ids: number[], approved: boolean) {
  const found = []
  for (const id of ids) {
    const { rows } = await asked<{ has: boolean }>('SELECT EXISTS (SELECT 1 FROM comments WHERE post_id = $1 AND approved = $2) AS has', [id, approved])
    found.push(rows[0]?.has)
  }
  return found
}

export async function changedAfterwards(ids: number[]) {
  const posts: { author?: number; email?: string }[] = ids.map((id) => ({ author: id }))
  for (const post of posts) {
    const { rows } = await asked<{ id: number; email: string }>('SELECT id, email FROM users WHERE id = $1', [post.author])
    post.email = rows[0]?.email
    delete post.author
  }
  return posts
}
