import { asc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, users } from './schema.ts'

export async function userOfEachId(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await db.select().from(users).where(eq(users.id, id)).get()
    result.push(user?.email ?? 'nobody')
  }
  return result
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const rows = await db
      .select()
      .from(comments)
      .where(eq(comments.postId, id))
      .orderBy(asc(comments.id))
      .all()
    result.push(rows.map((row) => row.text))
  }
  return result
}

export async function atOnce(ids: number[]) {
  return ids.map((id) => {
    const user = db.select().from(users).where(eq(users.id, id)).get()
    return { id, email: user?.email }
  })
}

export async function textsAtOnce(ids: number[]) {
  const texts: string[] = []
  for (const id of ids) {
    for (const row of db.select({ text: comments.text }).from(comments).where(eq(comments.postId, id)).orderBy(asc(comments.id)).all()) texts.push(row.text)
  }
  return texts
}

export async function togetherWithGet(ids: number[]) {
  return Promise.all(
    ids.map(async (id) => {
      const user = await db.select({ name: users.name }).from(users).where(eq(users.id, id)).get()
      return user?.name
    }),
  )
}

/** Rows of a query that nobody has run yet are none. */
export async function notRun(ids: number[]) {
  return ids.map((id) => db.select().from(users).where(eq(users.id, id)).toSQL().params)
}
