import { comments, dataSource, users } from './db.ts'
import { Comment, User } from './entities.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function insertUsers(rows: NewUser[]) {
  for (const row of rows) {
    await users.insert({ id: row.id, email: row.email, name: row.name })
  }
}

export async function insertByManager(rows: NewUser[]) {
  for (const row of rows) {
    await dataSource.manager.insert(User, { id: row.id, email: row.email, name: row.name })
  }
}

export async function savedUsers(rows: NewUser[]) {
  return Promise.all(rows.map((row) => users.save(users.create({ id: row.id, email: row.email, name: row.name }))))
}

export async function renamedEach(rows: NewUser[]) {
  const all = await users.find()
  for (const user of all) {
    user.name = `${rows.length} ${user.name}`
    await users.save(user)
  }
}

export async function deleteEach(ids: number[]) {
  for (const id of ids) {
    await comments.delete(id)
  }
}

export async function approveEach(ids: number[]) {
  for (const id of ids) {
    await dataSource.manager.update(Comment, { id }, { approved: true })
  }
}

export async function upsertUsers(rows: NewUser[]) {
  for (const row of rows) {
    await users.upsert({ id: row.id, email: row.email, name: row.name }, ['id'])
  }
}
