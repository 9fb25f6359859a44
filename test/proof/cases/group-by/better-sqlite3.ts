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

export async function sumOfEach(ids: number[]) {
  const sizes = []
  for (const id of ids) {
    const row = db.prepare('SELECT COALESCE(SUM(length(text)), 0) AS letters, MAX(id) AS last FROM comments WHERE post_id = ?').get(id) as { letters: number; last: number | null }
    sizes.push([row.letters, row.last])
  }
  return sizes
}
