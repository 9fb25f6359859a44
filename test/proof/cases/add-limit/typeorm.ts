import { comments, dataSource, posts } from './db.ts'
import { User } from './entities.ts'

export async function everyPost() {
  const found = await posts.find({ order: { id: 'ASC' } })
  return found.map(({ id, title }) => ({ id, title }))
}

export async function everyUser() {
  const found = await dataSource.manager.find(User, { relations: { posts: true }, order: { id: 'DESC' } })
  return found.map((user) => ({ id: user.id, posts: user.posts.length }))
}

export async function newest() {
  const found = await comments.createQueryBuilder('comment').orderBy('comment.id', 'DESC').getMany()
  return found.map(({ id }) => id)
}
