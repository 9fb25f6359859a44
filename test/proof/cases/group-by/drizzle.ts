import { and, count, eq, gte, isNotNull, max, sql, sum } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts } from './schema.ts'

export async function commentsOfEachPost(ids: number[]) {
  return Promise.all(
    ids.map(async (id) => {
      const [{ value }] = await db.select({ value: count() }).from(comments).where(eq(comments.postId, id))
      return { id, value }
    }),
  )
}

export async function numbersOfEachPost(ids: number[], approved: boolean) {
  const result = []
  for (const id of ids) {
    const rows = await db
      .select({ newest: max(comments.id), total: sum(comments.id) })
      .from(comments)
      .where(and(eq(comments.postId, id), eq(comments.approved, approved)))
    result.push({ id, newest: rows[0]?.newest ?? 0, total: Number(rows[0]?.total ?? 0) })
  }
  return result
}

export async function countOfEach(ids: number[], approved: boolean) {
  const result: number[] = []
  for (const id of ids) {
    const number = await db.$count(comments, and(eq(comments.postId, id), eq(comments.approved, approved)))
    if (number > 0) result.push(number)
  }
  return result
}

export async function countOfEachPair(ids: number[]) {
  const pairs = ids.map((id) => ({ post: id, user: id % 3 }))
  return Promise.all(pairs.map(({ post, user }) => db.$count(comments, and(eq(comments.postId, post), eq(comments.userId, user)))))
}

export async function ofJoinedTables(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [{ total, users }] = await db
      .select({ total: sum(comments.id).mapWith(Number), users: sql<number>`count(distinct ${comments.userId})`.mapWith(Number) })
      .from(comments)
      .innerJoin(posts, eq(posts.id, comments.postId))
      .where(and(eq(posts.authorId, id), isNotNull(comments.userId), gte(comments.createdAt, new Date(0))))
    result.push({ total, users })
  }
  return result
}
