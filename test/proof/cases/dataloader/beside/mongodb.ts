import { ObjectId } from 'mongodb'
import { users } from './db.ts'

export async function labelOfEachUser(ids: string[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: string) {
  const user = await users.findOne({ _id: new ObjectId(id) })
  return user ? `${user.name} <${user.email}>` : 'nobody'
}
