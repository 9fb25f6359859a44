import { Comment, User } from './models.ts'

export interface NewUser { id: string; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await User.create({ _id: row.id, email: row.email, name: row.name })
  }
}

export async function addedEmails(rows: NewUser[]) {
  const users = await Promise.all(rows.map((row) => User.create({ _id: row.id, email: row.email, name: row.name })))
  return users.map((user) => user.email)
}

export async function deleteEach(ids: string[]) {
  for (const id of ids) {
    await Comment.deleteOne({ _id: id })
  }
}

export async function renameEach(rows: NewUser[]) {
  for (const row of rows) {
    await User.findByIdAndUpdate(row.id, { name: row.name })
  }
}
