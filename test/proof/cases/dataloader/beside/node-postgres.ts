import { pool } from './db.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const { rows } = await pool.query('select id, name from users where id = $1', [id])
  const comments = await pool.query('select * from comments where post_id = $1 order by id', [id])
  return `${rows[0]?.name ?? 'nobody'}: ${comments.rows.map((comment) => comment.text).join(', ')}`
}
