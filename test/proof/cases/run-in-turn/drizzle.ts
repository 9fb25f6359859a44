import { eq, isNotNull } from 'drizzle-orm'
import { db } from './db.ts'
import { users } from './schema.ts'

export interface Change { id: number; email: string }

export async function changeAll(rows: Change[]) {
  await db.transaction(async (tx) => {
    await Promise.all(rows.map((row) => tx.update(users).set({ email: row.email }).where(eq(users.id, row.id))))
  })
}

export async function changeSome(rows: Change[]) {
  return db.transaction(async (tx) => {
    const changed = await Promise.all(
      rows.map(async ({ id, email }, index) => {
        // Who has no address keeps what there is.
        if (email === '') return null
        const [user] = await tx.update(users).set({ email }).where(eq(users.id, id)).returning()
        if (!user) {
          return `nobody at ${index}`
        }
        return user.email
      }),
    )
    return changed.join()
  })
}

export async function countBoth() {
  return db.transaction(async (tx) => {
    const [all, named] = await Promise.all([
      tx.select({ id: users.id }).from(users),
      tx.select({ id: users.id }).from(users).where(isNotNull(users.name)),
    ])
    return [all.length, named.length]
  })
}
