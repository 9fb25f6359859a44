import { db } from './db.ts'

export async function everyPost() {
  return db.selectFrom('posts').selectAll().orderBy('id').execute()
}

export async function publishedPosts() {
  const posts = await db
    .selectFrom('posts')
    .select('id')
    .where('published', '=', true)
    .orderBy('id', 'desc')
    .execute()
  return posts
}
