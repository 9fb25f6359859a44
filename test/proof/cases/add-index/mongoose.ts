import { Comment, Post } from './models.ts'

export async function postsOf(author: string) {
  return Post.find({ author }).lean()
}

export async function commentsOf(post: string) {
  return Comment.find({ post, approved: true }).sort({ createdAt: -1 })
}
