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

export async function summedUp() {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  const result: unknown[] = []
  for (const post of list) {
    const sums = await comments
      .aggregate([{ $match: { post: post._id, approved: true } }, { $group: { _id: '$post', texts: { $sum: 1 }, newest: { $max: '$createdAt' } } }])
      .toArray()
    result.push({ title: post.title, texts: sums.length > 0 ? sums[0]!.texts : 0, newest: sums[0]?.newest })
  }
  return result
}

export async function counted() {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  const result: unknown[] = []
  for (const post of list) {
    const [found] = await comments.aggregate([{ $match: { post: post._id } }, { $count: 'texts' }]).toArray()
    result.push({ title: post.title, texts: found?.texts ?? 0 })
  }
  return result
}
