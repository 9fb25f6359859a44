import { ObjectId } from 'mongodb'
import { comments, posts, users } from './db.ts'

export async function userOfEachId(ids: string[]) {
  const result = []
  for (const id of ids) {
    const user = await users.findOne({ _id: new ObjectId(id) })
    result.push(user)
  }
  return result
}

export async function allAtOnce(ids: string[]) {
  return Promise.all(ids.map((id) => users.findOne({ _id: new ObjectId(id) }, { projection: { name: 1 } })))
}

export async function authorOfEachPost() {
  const list = await posts.find().sort({ title: 1, _id: 1 }).toArray()
  const feed = []
  for (const post of list) {
    const author = await users.findOne({ _id: post.author })
    feed.push({ title: post.title, author: author?.name ?? 'nobody' })
  }
  return feed
}

export async function commentsOfEachPost() {
  const list = await posts.find().sort({ _id: -1 }).toArray()
  const result = []
  for (const post of list) {
    const found = await comments.find({ post: post._id }).sort({ createdAt: 1 }).toArray()
    result.push({ ...post, comments: found })
  }
  return result
}

export async function nameOfEachEmail(emails: string[]) {
  const names = new Map<string, string | null>()
  for (const email of emails) {
    const user = await users.findOne({ email }, { projection: { _id: 0, name: 1 } })
    names.set(email, user?.name ?? null)
  }
  return names
}

export async function approvedTextsOfEachPost(isApproved: boolean) {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  return Promise.all(list.map(async (post) => {
    const found = await comments.find({ post: post._id, approved: isApproved }).project({ text: 1 }).sort({ _id: 1 }).toArray()
    return found.map((comment) => comment.text as string)
  }))
}

export async function newestOfEachPost() {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  const result = []
  for (const post of list) {
    const newest = await comments.findOne({ post: post._id }, { sort: { _id: -1 }, projection: { text: 1 } })
    result.push(newest?.text)
  }
  return result
}
