import { and, asc, count, desc, eq, not, or, sql } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

export async function columnsWithoutTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const texts = await db.select({ text: comments.text }).from(comments).where(eq(comments.postId, id)).orderBy(asc(comments.id))
    result.push(texts)
  }
  return result
}

export async function secondCondition(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const found = await db
      .select()
      .from(comments)
      .where(and(eq(comments.postId, id), eq(comments.approved, approved)))
      .orderBy(asc(comments.id))
    return found.length
  }))
}

export async function twoOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const newest = await db.select().from(comments).where(eq(comments.postId, id)).orderBy(desc(comments.createdAt)).limit(2)
    result.push(newest.map((comment) => comment.id))
  }
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const [user] = await db.select().from(users).where(eq(users.id, id))
    if (!user) continue
    seen.push(user.name)
    await db.update(users).set({ name: `${user.name ?? ''}+` }).where(eq(users.id, id))
  }
  return seen
}

export async function reversedComparison(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.select().from(users).where(eq(sql`${id}`, users.id))
    result.push(found.length)
  }
  return result
}

export async function eitherOfTwo(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.select().from(posts).where(or(eq(posts.authorId, id), eq(posts.published, true))).orderBy(asc(posts.id))
    result.push(found.length)
  }
  return result
}

export async function allOthers(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.select().from(users).where(not(eq(users.id, id))).orderBy(asc(users.id))
    result.push(found.map((user) => user.id))
  }
  return result
}

export async function joined(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db
      .select()
      .from(comments)
      .leftJoin(users, eq(users.id, comments.userId))
      .where(eq(comments.postId, id))
      .orderBy(asc(comments.id))
    result.push(found)
  }
  return result
}

export async function renamedColumns(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.select({ number: users.id, mail: users.email }).from(users).where(eq(users.id, id))
    result.push(found)
  }
  return result
}

export async function keyUnderAnothersName(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db
      .select({ postId: comments.id, text: comments.text })
      .from(comments)
      .where(eq(comments.postId, id))
      .orderBy(asc(comments.id))
    result.push(found)
  }
  return result
}

export async function countOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [row] = await db.select({ total: count() }).from(comments).where(eq(comments.postId, id))
    result.push(row?.total)
  }
  return result
}

export async function oncePerText(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.selectDistinct({ postId: comments.postId, text: comments.text }).from(comments).where(eq(comments.postId, id)).orderBy(asc(comments.text))
    result.push(found)
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const result = []
  for (const id of new Set(ids)) {
    const [user] = await db.select().from(users).where(eq(users.id, id))
    result.push(user?.email)
  }
  return result
}

export async function dateAsKey(days: Date[]) {
  const result = []
  for (const day of days) {
    const found = await db.select().from(comments).where(eq(comments.createdAt, day)).orderBy(asc(comments.id))
    result.push(found.map((comment) => comment.id))
  }
  return result
}
