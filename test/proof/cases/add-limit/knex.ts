import { db } from './db.ts'

export async function everyPost() {
  return db('posts').select('id', 'title').orderBy('id')
}

export async function publishedPosts() {
  return db
    .select('id')
    .from('posts')
    .where('published', true)
    .orderBy('id', 'desc')
}
