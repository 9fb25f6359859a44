import { eq } from 'drizzle-orm'
import { db } from './db.ts'
import { users } from './schema.ts'

export async function twice(id: number) {
  const rows = await db.select().from(users).where(eq(users.id, id))
  const again = await db.select().from(users).where(eq(users.id, id))
  return [rows[0]?.name, again.length]
}

export async function changedInBetween(id: number) {
  const rows = await db.select().from(users).where(eq(users.id, id))
  await db.update(users).set({ name: 'Zoë' }).where(eq(users.id, id))
  const again = await db.select().from(users).where(eq(users.id, id))
  return [rows[0]?.name, again[0]?.name]
}
