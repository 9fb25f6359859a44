import { orm } from './db.ts'
import { Comment, User } from './entities.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function deleteEach(ids: number[]) {
  const em = orm.em.fork()
  for (const id of ids) {
    await em.nativeDelete(Comment, { id })
  }
}

export async function approveEach(ids: number[]) {
  const em = orm.em.fork()
  for (const id of ids) {
    await em.nativeUpdate(Comment, { id }, { approved: true })
  }
}

export async function upsertUsers(rows: NewUser[]) {
  const em = orm.em.fork()
  for (const row of rows) {
    await em.upsert(User, { id: row.id, email: row.email, name: row.name })
  }
}
