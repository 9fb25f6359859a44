import { asc, desc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

export async function everyPost() {
  return db.select().from(posts).orderBy(asc(posts.id))
}

export async function publishedPosts() {
  const found = await db
    .select({ id: posts.id, title: posts.title })
    .from(posts)
    .where(eq(posts.published, true))
    .orderBy(desc(posts.id))
  return found
}

export async function everyUser() {
  return db.query.users.findMany({ orderBy: asc(users.id) })
}

export async function joined() {
  return db.select({ id: comments.id, title: posts.title }).from(comments).innerJoin(posts, eq(posts.id, comments.postId)).orderBy(asc(comments.id)).execute()
}
