import { Comment, User } from './models.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await User.create({ id: row.id, email: row.email, name: row.name })
  }
}

export async function addedIds(rows: NewUser[]) {
  const users = await Promise.all(rows.map((row) => User.create({ id: row.id, email: row.email, name: row.name })))
  return users.map((user) => user.id)
}

export async function addedOnlyOnce(rows: NewUser[]) {
  for (const row of rows) {
    const known = await User.findOne({ where: { email: row.email } })
    if (known) continue
    await User.create({ id: row.id, email: row.email, name: row.name })
  }
}

export async function forgetPosts(ids: number[]) {
  for (const id of ids) {
    await Comment.destroy({ where: { postId: id } })
  }
}

export async function approveEach(ids: number[]) {
  await Promise.all(ids.map((id) => Comment.update({ approved: true }, { where: { approved: false, postId: id } })))
}
