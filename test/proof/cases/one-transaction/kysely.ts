import { db } from './db.ts'

export interface Change { id: number; email: string }

export async function changeEach(rows: Change[]) {
  for (const row of rows) {
    await db.updateTable('users').set({ email: row.email }).where('id', '=', row.id).execute()
  }
  return rows.length
}
