import { asc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

async function postsOf(authorId: number) {
  return db.select().from(posts).where(eq(posts.authorId, authorId)).orderBy(asc(posts.id))
}

export async function userAndComments(id: number) {
  const [user] = await db.select().from(users).where(eq(users.id, id))
  const written = await db.select().from(comments).where(eq(comments.userId, id)).orderBy(asc(comments.id))
  return { name: user?.name, written: written.length }
}

export async function behindAHelper(id: number) {
  const own = await postsOf(id)
  const [user] = await db.select().from(users).where(eq(users.id, id))
  return { own, user }
}
