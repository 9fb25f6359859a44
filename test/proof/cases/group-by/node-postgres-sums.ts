import { pool } from './db.ts'

export async function sums(ids: number[], approved: boolean) {
  const totals = []
  for (const id of ids) {
    const { rows } = await pool.query(
      'SELECT coalesce(sum(length(text)), 0)::int AS letters, max(created_at) AS newest, count(*) FROM comments WHERE post_id = $1 AND approved = $2',
      [id, approved],
    )
    totals.push([rows[0].letters, rows[0].newest, rows[0].count])
  }
  return totals
}

export async function ofJoinedTables(ids: number[]) {
  const totals = []
  for (const id of ids) {
    const { rows: [row] } = await pool.query('SELECT count(*)::int AS comments, min(c.text) AS first FROM comments c JOIN posts p ON p.id = c.post_id WHERE p.author_id = $1', [id])
    totals.push(`${row.comments} ${row.first}`)
  }
  return totals
}

export async function byPairs(ids: number[]) {
  const totals = []
  for (const { post, user } of ids.map((id) => ({ post: id, user: id % 3 }))) {
    const { rows } = await pool.query('SELECT count(*)::int AS comments FROM comments WHERE post_id = $1 AND user_id = $2', [post, user])
    totals.push(rows[0].comments)
  }
  return totals
}
