import { sql } from './db.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const [user] = await sql`select * from users where id = ${id}`
  return user ? `${user.name ?? ''} <${user.email}>` : 'nobody'
}
