import { asc, desc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

export async function userOfEachId(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.select().from(users).where(eq(users.id, id))
    result.push(found)
  }
  return result
}

export async function firstOfEachId(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [user] = await db.select().from(users).where(eq(users.id, id)).limit(1)
    result.push(user)
  }
  return result
}

export async function commentsOfEachPost(ids: number[]) {
  return Promise.all(
    ids.map((id) => db.select().from(comments).where(eq(comments.postId, id)).orderBy(asc(comments.id))),
  )
}

export async function authorOfEachPost() {
  const list = await db.select().from(posts).orderBy(asc(posts.id))
  const feed = []
  for (const post of list) {
    const [author] = await db.select().from(users).where(eq(users.id, post.authorId))
    feed.push({ title: post.title, author: author?.name ?? 'nobody' })
  }
  return feed
}

export async function editorMayBeNull() {
  const list = await db.select().from(posts).orderBy(desc(posts.id))
  return Promise.all(list.map(async (post) => {
    const editors = await db.select().from(users).where(eq(users.id, post.editorId!))
    return { ...post, editors }
  }))
}
