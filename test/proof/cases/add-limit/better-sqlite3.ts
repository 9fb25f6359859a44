import { db } from './db.ts'

export async function everyPost() {
  return db.prepare('select * from posts order by id').all()
}

export async function search(word: string) {
  return db.prepare('SELECT id FROM comments WHERE text LIKE ? ORDER BY id').all(`%${word}%`)
}
