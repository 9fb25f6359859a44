import { db } from './db.ts'

interface User { id: number; email: string; name: string | null }
interface Comment { id: number; post_id: number; text: string }

const findUser = db.prepare<[number], User>('SELECT * FROM users WHERE id = ?')

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = db.prepare('select * from users where id = ?').get(id) as User | undefined
    users.push(user?.email ?? null)
  }
  return users
}

export async function preparedOnce(ids: number[]) {
  const names: (string | null)[] = []
  for (const id of ids) {
    const user = findUser.get(id)
    names.push(user ? user.name : 'nobody')
  }
  return names
}

export async function commentsOfEachPost(ids: number[]) {
  return ids.map((id) => {
    const comments = db.prepare('select * from comments where post_id = ? order by id').all(id) as Comment[]
    return { id, texts: comments.map((comment) => comment.text) }
  })
}

export async function authorOfEachPost() {
  const posts = db.prepare('select * from posts order by id').all() as { id: number; title: string; author_id: number }[]
  const byEmail = db.prepare(`
    select id, email
    from users
    where id = ?
  `)
  const feed = []
  for (const post of posts) {
    const author = byEmail.get(post.author_id) as { email: string } | undefined
    feed.push({ title: post.title, author: author?.email })
  }
  return feed
}

export async function untyped(ids: number[]) {
  const found: unknown[] = []
  for (const id of ids) found.push(db.prepare('select * from users where id = ?').get(id))
  return found
}

export async function approvedOf(ids: number[], approved: boolean) {
  const texts: string[][] = []
  const flag = approved ? 1 : 0
  for (const id of ids) {
    const rows = db.prepare('select text, post_id from comments where approved = ? and post_id = ? order by id desc').all(flag, id) as Comment[]
    texts.push(rows.map((row) => row.text))
  }
  return texts
}
