import { db } from './db.ts'

interface User { id: number; email: string; name: string | null }

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await db('users').where({ id }).first()
    users.push(user ?? null)
  }
  return users
}

export async function firstOfEachEmail(emails: string[]) {
  return Promise.all(emails.map(async (email) => {
    const [user] = await db<User>('users').where('email', email).select('id', 'name')
    return user?.name
  }))
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await db('comments').select('*').where('post_id', '=', id).orderBy('id')
    result.push({ id, comments })
  }
  return result
}

export async function authorOfEachPost() {
  const posts = await db('posts').select('*').orderBy('id')
  const feed = []
  for (const post of posts) {
    const author = await db('users').where('id', post.author_id).first()
    feed.push({ title: post.title, author: author?.name })
  }
  return feed
}

export async function approvedTexts(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const comments = await db('comments').where({ post_id: id, approved: approved ? 1 : 0 }).select('text').orderBy('created_at', 'desc')
    return comments.map((comment) => comment.text)
  }))
}

export async function someColumns(ids: number[]) {
  const names: string[] = []
  for (const id of ids) {
    const user = await db.select('name', 'email as mail').from('users').where('users.id', id).first()
    names.push(`${user?.name} ${user?.mail}`)
  }
  return names
}

export async function withItsAuthor(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await db('comments')
      .leftJoin('users', 'users.id', 'comments.user_id')
      .where('comments.post_id', id)
      .select('comments.id', 'comments.post_id', 'users.name as author')
      .orderBy('comments.id')
    result.push(comments)
  }
  return result
}

export async function insideATransaction(ids: number[]) {
  return db.transaction(async (trx) => {
    const emails = []
    for (const id of ids) {
      const user = await trx('users').where({ id }).first('email')
      emails.push(user?.email)
    }
    return emails
  })
}

export async function byPosition(ids: number[]) {
  const users = []
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    const user = await db('users').where({ id }).first()
    users.push({ place: i, name: user?.name })
  }
  return users
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const newest = await db('comments').where('post_id', id).orderBy('id', 'desc').first()
    result.push(newest?.text)
  }
  return result
}

export async function anyOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await db('comments').where('post_id', id).orderBy('id').limit(1)
    result.push(comments.length)
  }
  return result
}
