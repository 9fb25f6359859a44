import { orm } from './db.ts'
import { Post, User } from './entities.ts'

export async function everyPost() {
  const posts = await orm.em.fork().find(Post, {}, { orderBy: { id: 'asc' }, populate: ['author'] })
  return posts.map(({ id, author }) => ({ id, by: author.email }))
}

export async function everyUser() {
  const users = await orm.em.fork().findAll(User, { orderBy: { id: 'desc' } })
  return users.map(({ id }) => id)
}
