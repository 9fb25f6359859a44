import { eq } from 'drizzle-orm'
import { db } from './db.ts'
import { posts, users } from './schema.ts'

export async function beside(fails: boolean) {
  await db.transaction(async (tx) => {
    await tx.update(users).set({ name: 'changed' }).where(eq(users.id, 1))
    await db.update(posts).set({ title: 'changed' }).where(eq(posts.id, 1))
    if (fails) throw new Error('not today')
  })
}

export async function reads(fails: boolean) {
  await db.transaction(async (tx) => {
    const [user] = await db.select().from(users).where(eq(users.id, 1))
    await tx.update(users).set({ name: `${user?.email} changed` }).where(eq(users.id, 1))
    if (fails) throw new Error('not today')
  })
}

const retitle = async (id: number, title: string) => {
  await db.update(posts).set({ title }).where(eq(posts.id, id))
}

export async function behind(fails: boolean) {
  await db.transaction(async (tx) => {
    await tx.delete(users).where(eq(users.id, 3))
    await retitle(1, 'changed')
    if (fails) throw new Error('not today')
  })
}
