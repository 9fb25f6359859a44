import { and, eq, gt, lt } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts } from './schema.ts'

export async function postsOf(authorId: number) {
  return db.select().from(posts).where(and(eq(posts.authorId, authorId), eq(posts.published, true)))
}

export async function between(from: Date, to: Date) {
  return db.query.comments.findMany({ where: and(gt(comments.createdAt, from), lt(comments.createdAt, to)) })
}
