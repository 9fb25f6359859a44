import { asc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, users } from './schema.ts'

export async function pageOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => pageOf(id)))
}

async function pageOf(id: number) {
  const [[user], written] = await Promise.all([
    db.select().from(users).where(eq(users.id, id)).limit(1),
    db.select({ text: comments.text }).from(comments).where(eq(comments.userId, id)).orderBy(asc(comments.id)),
  ])
  return { name: user?.name ?? 'nobody', texts: written.map((comment) => comment.text) }
}
