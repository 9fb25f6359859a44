import { eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, users } from './schema.ts'

export interface Change { id: number; email: string }

export async function changeEach(rows: Change[]) {
  for (const row of rows) {
    await db.update(users).set({ email: row.email }).where(eq(users.id, row.id))
  }
  return rows.length
}

export async function changeBoth(rows: Change[]) {
  for (const row of rows) {
    const text = `${row.email}
  (new)`
    await db.update(comments).set({ text }).where(eq(comments.userId, row.id))
    await db.update(users).set({ id: row.id + 20, email: row.email }).where(eq(users.id, row.id))
  }
}
