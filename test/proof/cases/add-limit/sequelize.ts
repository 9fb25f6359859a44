import './db.ts'
import { Post, User } from './models.ts'

export async function everyUser() {
  const found = await User.findAll({ include: ['posts'], order: ['id'] })
  return found.map((user) => ({ id: user.id, posts: user.posts!.map(({ id }) => id).sort((a, b) => a - b) }))
}

export async function publishedPosts() {
  const found = await Post.findAll({ where: { published: true }, order: [['id', 'DESC']] })
  return found.map(({ id }) => id)
}
