import { ObjectId } from 'mongodb'
import { comments, users } from './db.ts'

export interface NewUser { id: string; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await users.insertOne({ _id: new ObjectId(row.id), email: row.email, name: row.name })
  }
}

export async function addNamed(rows: NewUser[]) {
  const skipped: string[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await users.insertOne({ _id: new ObjectId(row.id), email: row.email, name: row.name })
  }
  return skipped
}

export async function addedOnlyOnce(rows: NewUser[]) {
  for (const row of rows) {
    const known = await users.findOne({ email: row.email })
    if (known) continue
    await users.insertOne({ _id: new ObjectId(row.id), email: row.email, name: row.name })
  }
}

export async function forgetPosts(ids: string[]) {
  for (const id of ids) {
    await comments.deleteMany({ post: new ObjectId(id) })
  }
}

export async function approveEach(ids: string[]) {
  await Promise.all(ids.map((id) => comments.updateOne({ _id: new ObjectId(id) }, { $set: { approved: true } })))
}

export async function renameEach(rows: NewUser[]) {
  for (const row of rows) {
    await users.updateOne({ _id: new ObjectId(row.id) }, { $set: { email: row.email, name: row.name } }, { upsert: true })
  }
}
