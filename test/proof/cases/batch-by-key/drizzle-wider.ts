import { and, asc, desc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, users } from './schema.ts'

export async function commentsOfEachPair(pairs: { postId: number; approved: boolean }[]) {
  const result = []
  for (const { postId, approved } of pairs) {
    const found = await db.select().from(comments).where(and(eq(comments.postId, postId), eq(comments.approved, approved))).orderBy(asc(comments.id))
    result.push(found.map((comment) => comment.id))
  }
  return result
}

export async function untilOneIsMissing(ids: number[]) {
  const names = []
  for (const id of ids) {
    const [user] = await db.select().from(users).where(eq(users.id, id))
    if (!user) return `no user ${id}`
    names.push(user.name)
  }
  return names
}

export async function inLists(lists: number[][]) {
  const result = []
  for (const list of lists) {
    for (const id of list) {
      const [user] = await db.select().from(users).where(eq(users.id, id))
      result.push(user?.email ?? 'nobody')
    }
  }
  return result
}

export async function commentsOfEachUser(ids: number[]) {
  const result = []
  for (const id of ids) {
    const rows = await db.select().from(comments).where(eq(comments.userId, id)).orderBy(asc(comments.id))
    result.push(rows.map((row) => row.text))
  }
  return result
}

export async function changedOrCreated(ids: number[]) {
  const outcomes = []
  for (const id of ids) {
    const [user] = await db.select().from(users).where(eq(users.id, id)).limit(1)
    if (user) {
      await db.update(users).set({ name: `${user.name ?? ''}+` }).where(eq(users.id, user.id))
      outcomes.push(user.name)
      continue
    }
    await db.insert(users).values({ id, email: `new-${id}@example.org`, name: null })
    outcomes.push('created')
  }
  return outcomes
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [newest] = await db
      .select()
      .from(comments)
      .where(eq(comments.postId, id))
      .orderBy(desc(comments.id))
      .limit(1)
    result.push(newest?.text)
  }
  return result
}

export async function isThereAny(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.select({ id: comments.id }).from(comments).where(eq(comments.postId, id)).limit(1)
    result.push(found.length > 0)
  }
  return result
}
