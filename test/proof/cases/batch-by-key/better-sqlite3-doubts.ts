import { db } from './db.ts'

export async function firstColumn(ids: number[]) {
  const names: unknown[] = []
  for (const id of ids) names.push(db.prepare('select name from users where id = ?').pluck().get(id))
  return names
}

export async function namedValue(ids: number[]) {
  const users: unknown[] = []
  for (const id of ids) users.push(db.prepare('select * from users where id = @id').get({ id }))
  return users
}

export async function readsWhatItWrote(ids: number[]) {
  const seen: unknown[] = []
  const rename = db.prepare('update users set name = name || ? where id = ?')
  for (const id of ids) {
    const user = db.prepare('select * from users where id = ?').get(id) as { name: string } | undefined
    if (!user) continue
    seen.push(user.name)
    rename.run('+', id)
  }
  return seen
}

export async function newestOfEach(ids: number[]) {
  const texts: unknown[] = []
  for (const id of ids) {
    const newest = db.prepare('select * from comments where post_id = ? order by created_at desc').get(id) as { text: string } | undefined
    texts.push(newest?.text)
  }
  return texts
}

export async function keysAreText(ids: string[]) {
  const found: unknown[] = []
  for (const id of ids) found.push(db.prepare('select * from users where id = ?').get(id))
  return found
}

export async function countOfEach(ids: number[]) {
  const counts: unknown[] = []
  for (const id of ids) counts.push((db.prepare('select count(*) as total from comments where post_id = ?').get(id) as { total: number }).total)
  return counts
}
