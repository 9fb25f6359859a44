import { sql } from './db.ts'

interface User { id: number; email: string; name: string | null }

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const [user] = await sql`select * from users where id = ${id}`
    users.push(user ?? null)
  }
  return users
}

export async function typedRow(ids: number[]) {
  const names: string[] = []
  for (const id of ids) {
    const [user] = await sql<User[]>`SELECT id, email, name FROM users WHERE id = ${id} LIMIT 1`
    names.push(user?.email ?? 'nobody')
  }
  return names
}

export async function commentsOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const comments = await sql`
      select id, text
      from comments
      where post_id = ${id} and approved = ${approved}
      order by created_at desc
    `
    return comments.map((comment) => comment.text)
  }))
}

export async function authorOfEachPost() {
  const posts = await sql`select * from posts order by id`
  const feed = []
  for (const post of posts) {
    const rows = await sql`select * from users where id = ${post.author_id}`
    feed.push({ title: post.title, author: rows[0]?.name })
  }
  return feed
}

export async function insideATransaction(ids: number[]) {
  return sql.begin(async (sql) => {
    const emails = []
    for (const id of ids) {
      const [user] = await sql`select email, id from users where id = ${id}`
      emails.push(user?.email)
    }
    return emails
  })
}
