import { sql } from './db.ts'

export async function countOfEach(ids: number[]) {
  const counts = []
  for (const id of ids) {
    const [row] = await sql`select count(*)::int as total from comments where post_id = ${id}`
    counts.push(row?.total)
  }
  return counts
}
