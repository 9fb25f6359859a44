import type { RowDataPacket } from 'mysql2/promise'
import { pool } from './db.ts'

interface User extends RowDataPacket { id: number; email: string; name: string | null }

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const [rows] = await pool.query<User[]>('SELECT * FROM users WHERE id = ?', [id])
  return rows[0] ? `${rows[0].name ?? ''} <${rows[0].email}>` : 'nobody'
}
