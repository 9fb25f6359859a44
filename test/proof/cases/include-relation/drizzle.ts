import { asc, desc, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

export async function authorOfEachPost() {
  const found = await db.query.posts.findMany({ orderBy: asc(posts.id) })
  const feed = []
  for (const post of found) {
    const author = await db.query.users.findFirst({ where: eq(users.id, post.authorId) })
    feed.push({ title: post.title, author, email: author?.email })
  }
  return feed
}

export async function namesOfEditors() {
  const found = await db.query.posts.findMany({ columns: { id: true, editorId: true }, orderBy: desc(posts.id), with: { author: true } })
  const names = []
  for (const post of found) {
    const editor = await db.query.users.findFirst({ where: eq(users.id, post.editorId!), columns: { name: true } })
    names.push({ by: post.author?.email, editor: editor === undefined ? 'nobody' : editor.name })
  }
  return names
}

export async function commentsOfEachPost() {
  const found = await db.query.posts.findMany({ where: eq(posts.published, true), orderBy: asc(posts.id) })
  return Promise.all(found.map(async (post) => ({
    title: post.title,
    comments: await db.query.comments.findMany({ where: eq(comments.postId, post.id), orderBy: asc(comments.id) }),
  })))
}

export async function newestOfEachPost() {
  const found = await db.query.posts.findMany({ orderBy: asc(posts.id) })
  const result = []
  for (const post of found) {
    const newest = await db.query.comments.findMany({ where: eq(comments.postId, post.id), orderBy: desc(comments.id), limit: 2, columns: { text: true } })
    result.push({ id: post.id, newest })
  }
  return result
}

export async function postsAreAnsweredWhole() {
  const found = await db.query.posts.findMany({ orderBy: asc(posts.id) })
  const authors = []
  for (const post of found) {
    const author = await db.query.users.findFirst({ where: eq(users.id, post.authorId) })
    authors.push(author?.email)
  }
  return { found, authors }
}
