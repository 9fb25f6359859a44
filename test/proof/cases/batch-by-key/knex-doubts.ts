import { db } from './db.ts'

export async function editorMayBeNull() {
  const posts = await db('posts').select('*').orderBy('id')
  const result = []
  for (const post of posts) {
    const editor = await db('users').where({ id: post.editor_id }).first()
    result.push(editor?.name)
  }
  return result
}

export async function twoOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await db('comments').where('post_id', id).orderBy('id').limit(2)
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function countOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const [row] = await db('comments').where('post_id', id).count('* as total')
    result.push(row?.total)
  }
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await db('users').where({ id }).first()
    if (!user) continue
    seen.push(user.name)
    await db('users').where({ id }).update({ name: `${user.name ?? ''}+` })
  }
  return seen
}

export async function greater(ids: number[]) {
  const result = []
  for (const id of ids) {
    const users = await db('users').where('id', '>', id).orderBy('id')
    result.push(users.length)
  }
  return result
}

export async function either(ids: number[]) {
  const result = []
  for (const id of ids) {
    const posts = await db('posts').where('author_id', id).orWhere('published', 1).orderBy('id')
    result.push(posts.length)
  }
  return result
}

export async function joinedRows(ids: number[]) {
  const result = []
  for (const id of ids) {
    const rows = await db('comments').join('users', 'users.id', 'comments.user_id').where('comments.post_id', id).orderBy('comments.id')
    result.push(rows)
  }
  return result
}

export async function keyTwice(ids: number[]) {
  const result = []
  for (const id of ids) {
    const posts = await db('posts').where({ author_id: id, editor_id: id }).orderBy('id')
    result.push(posts.length)
  }
  return result
}

export async function changesTheRow(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await db('users').where({ id }).first()
    if (!user) continue
    user.name = `${user.name ?? ''}${users.length}`
    users.push(user)
  }
  return users
}

export async function keysAreText(ids: string[]) {
  const result = []
  for (const id of ids) {
    const user = await db('users').where('id', id).first()
    result.push(user?.email)
  }
  return result
}

export async function caughtOneByOne(ids: number[]) {
  const result = []
  for (const id of ids) {
    try {
      const user = await db('users').where({ id }).first()
      result.push(user.email)
    } catch {
      result.push('nobody')
    }
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const result = []
  for (const id of new Set(ids)) {
    const user = await db('users').where({ id }).first()
    result.push(user?.email)
  }
  return result
}

export async function firstThatExists(ids: number[]) {
  for (const id of ids) {
    const user = await db('users').where({ id }).first()
    if (user) return user.email
  }
  return null
}
