import { db } from './db.ts'

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
    if (!user) continue
    seen.push(user.name)
    await db.updateTable('users').set({ name: `${user.name ?? ''}+` }).where('id', '=', id).execute()
  }
  return seen
}

export async function dateAsKey(days: Date[]) {
  const result = []
  for (const day of days) {
    const rows = await db.selectFrom('comments').selectAll().where('created_at', '=', day).orderBy('id').execute()
    result.push(rows.length)
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const result = []
  for (const id of new Set(ids)) {
    const user = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
    result.push(user?.email)
  }
  return result
}
