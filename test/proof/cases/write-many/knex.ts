import { db } from './db.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await db('users').insert({ id: row.id, email: row.email, name: row.name })
  }
}

export async function addWhole(rows: NewUser[]) {
  await Promise.all(rows.map((row) => db('users').insert(row)))
}

export async function addNamed(rows: NewUser[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await db('users').insert({ id: row.id, email: row.email, name: row.name })
  }
  return skipped
}

export async function addInTransaction(rows: NewUser[]) {
  await db.transaction(async (trx) => {
    for (const row of rows) {
      await trx('users').insert({ id: row.id, email: row.email, name: row.name })
    }
  })
}

export async function addedOnlyOnce(rows: NewUser[]) {
  for (const row of rows) {
    const known = await db('users').where({ email: row.email }).first()
    if (known) continue
    await db('users').insert({ id: row.id, email: row.email, name: row.name })
  }
}

export async function forgetPosts(ids: number[]) {
  for (const id of ids) {
    await db('comments').where({ post_id: id }).del()
  }
}

export async function approveEach(ids: number[]) {
  await Promise.all(ids.map((id) => db('comments').where('approved', false).where('post_id', id).update({ approved: true })))
}

export async function upsertUsers(rows: NewUser[]) {
  for (const row of rows) {
    await db('users').insert({ id: row.id, email: row.email, name: row.name }).onConflict('id').merge()
  }
}
