import { orm } from './db.ts'
import { Comment, Post, User } from './entities.ts'

export async function failsWhenMissing(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const user = await em.findOneOrFail(User, { id })
    result.push(user.email)
  }
  return result
}

export async function keyMayBeNull(keys: (number | null)[]) {
  const em = orm.em.fork()
  const result = []
  for (const key of keys) {
    const user = await em.findOne(User, { id: key! })
    result.push(user?.email)
  }
  return result
}

export async function commentsByTheRelation(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const comments = await em.find(Comment, { user: id }, { orderBy: { id: 'asc' } })
    result.push(comments.map((comment) => comment.text))
  }
  return result
}

export async function newestOfEach(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const comment = await em.findOne(Comment, { postId: id }, { orderBy: { createdAt: 'desc' } })
    result.push(comment?.text)
  }
  return result
}

export async function twoOfEach(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const comments = await em.find(Comment, { postId: id }, { orderBy: { createdAt: 'desc' }, limit: 2 })
    result.push(comments.map((comment) => comment.text))
  }
  return result
}

export async function renamesTheUser(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const user = await em.findOne(User, { id })
    if (!user) continue
    user.name = `${user.name ?? ''}${result.length}`
    await em.flush()
    result.push(user.name)
  }
  return result
}

export async function writesPastTheEntities(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const user = await em.findOne(User, { id }, { refresh: true })
    if (!user) continue
    result.push(user.name)
    await em.nativeUpdate(User, { id }, { name: `${user.name ?? ''}+` })
  }
  return result
}

export async function eitherOfTwo(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const posts = await em.find(Post, { $or: [{ author: id }, { editor: id }] }, { orderBy: { id: 'asc' } })
    result.push(posts.map((post) => post.title))
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const em = orm.em.fork()
  const unique = new Set(ids)
  const result = []
  for (const id of unique) {
    const user = await em.findOne(User, { id })
    result.push(user?.email)
  }
  return result
}
