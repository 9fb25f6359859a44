import { pool } from './db.ts'

export async function twice(id: number) {
  const found = await pool.query('select * from users where id = $1', [id])
  const again = await pool.query('select * from users where id = $1', [id])
  return [found.rows[0]?.name, again.rows[0]?.email]
}

export async function changedInBetween(id: number) {
  const found = await pool.query('select * from users where id = $1', [id])
  await pool.query('update users set name = $1 where id = $2', ['Zoë', id])
  const again = await pool.query('select * from users where id = $1', [id])
  return [found.rows[0]?.name, again.rows[0]?.name]
}
