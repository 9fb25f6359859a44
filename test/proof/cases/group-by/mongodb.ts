import { ObjectId } from 'mongodb'
import { comments, posts } from './db.ts'

export async function commentsOfEachPost() {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  const result: number[] = []
  for (const post of list) {
    const number = await comments.countDocuments({ post: post._id, approved: true })
    result.push(number)
  }
  return result
}

export async function ofEachId(ids: string[]) {
  return Promise.all(ids.map((id) => comments.countDocuments({ post: new ObjectId(id) })))
}
