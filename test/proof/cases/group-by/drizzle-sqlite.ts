import { count, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments } from './schema.ts'

export async function countOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const row = await db.select({ value: count() }).from(comments).where(eq(comments.postId, id)).get()
    result.push(row?.value ?? 0)
  }
  return result
}
