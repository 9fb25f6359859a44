import { ObjectId } from 'mongodb'
import { comments, posts, users } from './db.ts'

export async function firstOfACursor(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await comments.find({ post: new ObjectId(id) }).sort({ _id: 1 }).next())
  return result
}

export async function twoOfEach(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await comments.find({ post: new ObjectId(id) }).sort({ _id: 1 }).limit(2).toArray())
  return result
}

export async function newestOfEach(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await comments.findOne({ post: new ObjectId(id) }, { sort: { createdAt: -1 } }))
  return result
}

export async function keyIsHidden(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await users.findOne({ _id: new ObjectId(id) }, { projection: { _id: 0 } }))
  return result
}

export async function commentsOfEachEditor() {
  const list = await posts.find().sort({ _id: 1 }).toArray()
  const result = []
  for (const post of list) result.push(await comments.find({ user: post.editor }).sort({ _id: 1 }).toArray())
  return result
}

export async function readsWhatItWrote(ids: string[]) {
  const result = []
  for (const id of ids) {
    result.push(await users.findOne({ _id: new ObjectId(id) }))
    await users.updateMany({}, { $set: { name: id } })
  }
  return result
}

export async function changesTheDocument(ids: string[]) {
  const result = []
  for (const id of ids) {
    const user = await users.findOne({ _id: new ObjectId(id) })
    if (user) user.name = `${user.name ?? ''}!`
    result.push(user)
  }
  return result
}

export async function notAnId(words: string[]) {
  const result = []
  for (const word of words) result.push(await users.findOne({ _id: new ObjectId(word) }))
  return result
}

export async function createdOnADay(days: Date[]) {
  const result = []
  for (const day of days) result.push(await comments.find({ createdAt: day }).sort({ _id: 1 }).toArray())
  return result
}
