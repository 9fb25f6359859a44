import { Comment, Post } from './models.ts'

export async function everyPost() {
  const posts = await Post.query().orderBy('id')
  return posts.map(({ id, title }) => ({ id, title }))
}

export async function search(word: string) {
  const comments = await Comment.query().where('text', 'like', `%${word}%`).orderBy('id')
  return comments.map(({ id }) => id)
}
