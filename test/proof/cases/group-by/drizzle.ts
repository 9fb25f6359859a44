import { and, count, eq, max, sum } from 'drizzle-orm'
import { db } from './db.ts'
import { comments } from './schema.ts'

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
