import { and, desc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, users } from './schema.ts'

export async function userOfEachId(ids: number[]) {
  const found = []
  for (const id of ids) {
    const user = await db.query.users.findFirst({ where: eq(users.id, id) })
    found.push(user ?? null)
  }
  return found
}

export async function someColumns(ids: number[]) {
  const names: (string | null | undefined)[] = []
  for (const id of ids) {
    const user = await db.query.users.findFirst({ where: eq(users.id, id), columns: { name: true } })
    names.push(user?.name)
  }
  return names
}

export async function commentsOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const found = await db.query.comments.findMany({
      where: and(eq(comments.postId, id), eq(comments.approved, approved)),
      orderBy: desc(comments.createdAt),
    })
    return found.map((comment) => comment.text)
  }))
}

export async function newestOfEach(ids: number[]) {
  const texts = []
  for (const id of ids) {
    const newest = await db.query.comments.findFirst({ where: eq(comments.postId, id), orderBy: desc(comments.id) })
    texts.push(newest?.text)
  }
  return texts
}

export async function twoOfEach(ids: number[]) {
  const texts = []
  for (const id of ids) {
    const newest = await db.query.comments.findMany({ where: eq(comments.postId, id), orderBy: desc(comments.createdAt), limit: 2 })
    texts.push(newest.length)
  }
  return texts
}

export async function newestApproved(ids: number[]) {
  return Promise.all(ids.map(async (id) => ({
    id,
    newest: (await db.query.comments.findFirst({ where: and(eq(comments.postId, id), eq(comments.approved, true)), orderBy: [desc(comments.id)], columns: { text: true, postId: true } })) ?? null,
  })))
}

export async function lastOfEachPair(ids: number[]) {
  const texts = []
  for (const { post, user } of ids.map((id) => ({ post: id, user: id % 3 }))) {
    const last = await db.query.comments.findFirst({ where: and(eq(comments.postId, post), eq(comments.userId, user)), orderBy: desc(comments.id) })
    texts.push(last?.text)
  }
  return texts
}

export async function columnsWithoutTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.query.comments.findMany({ where: eq(comments.postId, id), columns: { text: true }, orderBy: comments.id })
    result.push(found)
  }
  return result
}
