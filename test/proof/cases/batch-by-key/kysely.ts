import { db } from './db.ts'

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
    users.push(user ?? null)
  }
  return users
}

export async function commentsOfEachPost(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const comments = await db
      .selectFrom('comments')
      .selectAll()
      .where('post_id', '=', id)
      .orderBy('id')
      .execute()
    return { id, comments }
  }))
}

export async function authorOfEachPost() {
  const posts = await db.selectFrom('posts').select(['title', 'author_id']).orderBy('id').execute()
  const feed = []
  for (const post of posts) {
    const author = await db.selectFrom('users').select(['name', 'email']).where('id', '=', post.author_id).executeTakeFirst()
    feed.push({ title: post.title, author: author?.name ?? author?.email })
  }
  return feed
}

export async function editorMayBeNull() {
  const posts = await db.selectFrom('posts').selectAll().orderBy('id', 'desc').execute()
  return Promise.all(posts.map(async (post) => {
    const editor = await db.selectFrom('users').selectAll().where('id', '=', post.editor_id).executeTakeFirst()
    return { id: post.id, editor: editor?.name }
  }))
}

export async function approvedTexts(ids: number[], approved: boolean) {
  const result = []
  for (const id of ids) {
    const rows = await db.selectFrom('comments').select('text').where('post_id', '=', id).where('approved', '=', approved).orderBy('created_at', 'desc').execute()
    result.push(rows.map((row) => row.text))
  }
  return result
}

export async function withAnAlias(ids: number[]) {
  const result = []
  for (const id of ids) {
    const rows = await db.selectFrom('comments as c').leftJoin('users as u', 'u.id', 'c.user_id').select(['c.id', 'c.post_id as post', 'u.name']).where('c.post_id', '=', id).orderBy('c.id').execute()
    result.push(rows)
  }
  return result
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const newest = await db.selectFrom('comments').selectAll().where('post_id', '=', id).orderBy('id', 'desc').limit(1).executeTakeFirst()
    result.push(newest?.text)
  }
  return result
}

export async function columnsWithoutTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const rows = await db.selectFrom('comments').select('text').where('post_id', '=', id).orderBy('id').execute()
    result.push(rows)
  }
  return result
}

export async function throwsWhenMissing(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    result.push(user.email)
  }
  return result
}

export async function isThereAny(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await db.selectFrom('comments').select(['post_id']).where('post_id', '=', id).limit(1).execute()
    result.push(found.length > 0)
  }
  return result
}
