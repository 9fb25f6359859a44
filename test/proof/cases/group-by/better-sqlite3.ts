import { db } from './db.ts'

export async function countOfEach(ids: number[]) {
  const counts: number[] = []
  const count = db.prepare('SELECT COUNT(*) AS total FROM comments WHERE post_id = ?')
  for (const id of ids) {
    const row = count.get(id) as { total: number }
    counts.push(row.total)
  }
  return counts
}
