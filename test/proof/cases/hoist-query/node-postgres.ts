import { pool } from './db.ts'

async function nameOf(id: number) {
  const { rows } = await pool.query('select name from users where id = $1', [id])
  return rows[0]?.name ?? 'nobody'
}

export async function firstUserForEach(ids: number[]) {
  const lines = []
  for (const id of ids) {
    const { rows } = await pool.query('select email from users order by id limit 1')
    lines.push(`${id} ${rows[0]?.email}`)
  }
  return lines
}

export async function countForEach(ids: number[]) {
  const lines: string[] = []
  for (const id of ids) {
    const total = (await pool.query('select count(*) as total from comments where approved = $1', [true])).rows[0].total
    lines.push(`${id} of ${total}`)
  }
  return lines
}

export async function behindAHelper(ids: number[]) {
  const lines: string[] = []
  for (const id of ids) lines.push(`${id} for ${await nameOf(1)}`)
  return lines
}

export async function anotherEachTime(ids: number[]) {
  const seen: boolean[] = []
  for (const _ of ids) {
    const { rows } = await pool.query('select clock_timestamp() as at, count(*) from users')
    seen.push(rows[0].at instanceof Date)
  }
  return seen
}

export async function writesInTheLoop(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const { rows } = await pool.query('select name from users order by id limit 1')
    await pool.query('update users set name = $1', [`Name ${id}`])
    seen.push(rows[0]?.name)
  }
  return seen
}
