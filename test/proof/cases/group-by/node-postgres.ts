import { pool } from './db.ts'

export async function countOfEach(ids: number[]) {
  const counts = []
  for (const id of ids) {
    const { rows } = await pool.query('SELECT count(*) FROM comments WHERE post_id = $1', [id])
    counts.push(Number(rows[0].count))
  }
  return counts
}

export async function totals(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const result = await pool.query('select count(*)::int as total from comments where post_id = $1 and approved = $2', [id, approved])
    return { id, total: result.rows[0].total }
  }))
}

export async function namedUsers(ids: number[]) {
  const counts = []
  for (const id of ids) counts.push((await pool.query('select count(user_id) as users from comments where post_id = $1', [id])).rows[0].users)
  return counts
}
