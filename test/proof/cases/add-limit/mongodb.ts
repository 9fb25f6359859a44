import { posts } from './db.ts'

export async function everyPost() {
  return posts.find().sort({ _id: 1 }).toArray()
}

export async function publishedPosts() {
  return posts.find({ published: true }, { projection: { title: 1 } }).sort({ _id: -1 }).toArray()
}
