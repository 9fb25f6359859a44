import { db } from './db.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await db.insertInto('users').values({ id: row.id, email: row.email, name: row.name }).execute()
  }
}

export async function addWhole(rows: NewUser[]) {
  await Promise.all(rows.map((row) => db.insertInto('users').values(row).execute()))
}

export async function addNamed(rows: NewUser[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await db.insertInto('users').values({ id: row.id, email: row.email, name: row.name }).execute()
  }
  return skipped
}

export async function addedOnlyOnce(rows: NewUser[]) {
  for (const row of rows) {
    const known = await db.selectFrom('users').selectAll().where('email', '=', row.email).executeTakeFirst()
    if (known) continue
    await db.insertInto('users').values({ id: row.id, email: row.email, name: row.name }).execute()
  }
}

export async function forgetPosts(ids: number[]) {
  await Promise.all(ids.map((id) => db.deleteFrom('comments').where('post_id', '=', id).execute()))
}

export async function approveEach(ids: number[]) {
  for (const id of ids) {
    await db.updateTable('comments').set({ approved: true }).where('post_id', '=', id).execute()
  }
}

export async function upsertUsers(rows: NewUser[]) {
  for (const row of rows) {
    await db
      .insertInto('users')
      .values({ id: row.id, email: row.email, name: row.name })
      .onConflict((conflict) => conflict.column('id').doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })))
      .execute()
  }
}
