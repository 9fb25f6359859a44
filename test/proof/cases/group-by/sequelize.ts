import { Comment, Post } from './models.ts'

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await Comment.count({ where: { postId: id } })
    result.push({ id, comments })
  }
  return result
}

export async function commentsOfEveryPost(approved: boolean) {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  return Promise.all(posts.map(async (post) => ({
    title: post.title,
    comments: await Comment.count({ where: { postId: post.id, approved } }),
  })))
}
