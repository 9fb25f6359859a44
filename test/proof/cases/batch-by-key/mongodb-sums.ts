import type { ObjectId } from 'mongodb'
import { comments, posts } from './db.ts'

async function newestOf(post: ObjectId) {
  const found = await comments.aggregate<{ text: string }>([
    { $match: { post } },
    { $sort: { createdAt: -1, _id: 1 } },
    { $group: { _id: '$post', text: { $first: '$text' } } },
  ]).next()
  return found?.text ?? 'none'
}

export async function newest() {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  const texts = []
  for (const post of list) texts.push(await newestOf(post._id))
  return texts
}
