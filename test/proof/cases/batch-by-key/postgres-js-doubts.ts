import { sql } from './db.ts'

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [newest] = await sql`select * from comments where post_id = ${id} order by created_at desc limit 1`
    result.push(newest?.text)
  }
  return result
}

export async function onlyApproved(ids: number[], approved: boolean) {
  const result = []
  for (const id of ids) {
    const rows = await sql`select * from comments where post_id = ${id} ${approved ? sql`and approved` : sql``} order by id`
    result.push(rows.length)
  }
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const [user] = await sql`select * from users where id = ${id}`
    if (!user) continue
    seen.push(user.name)
    await sql`update users set name = ${`${user.name ?? ''}+`} where id = ${id}`
  }
  return seen
}

export async function dateAsKey(days: Date[]) {
  const result = []
  for (const day of days) {
    const rows = await sql`select * from comments where created_at = ${day} order by id`
    result.push(rows.length)
  }
  return result
}

export async function countOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [row] = await sql`select count(*)::int as total from comments where post_id = ${id}`
    result.push(row?.total)
  }
  return result
}

export async function keyWithACast(ids: number[]) {
  const result = []
  for (const id of ids) {
    const rows = await sql`select * from users where id = ${id}::int`
    result.push(rows.length)
  }
  return result
}
