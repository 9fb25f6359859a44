import { Comment, Post } from './models.ts'

export async function sizeOfEach(ids: number[]) {
  return Promise.all(ids.map((id) => Comment.query().where('post_id', id).whereNotNull('user_id').resultSize()))
}

export async function commentsOfEachPost() {
  const posts = await Post.query().orderBy('id')
  const lines: string[] = []
  for (const post of posts) {
    const number = await Comment.query().where({ post_id: post.id }).resultSize()
    lines.push(`${post.title}: ${number}`)
  }
  return lines
}
