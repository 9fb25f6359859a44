import { dataSource, users } from './db.ts'
import { User } from './entities.ts'

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
