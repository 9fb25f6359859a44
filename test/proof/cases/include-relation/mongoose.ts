import { Comment, Post } from './models.ts'

export async function authorOfEachPost() {
  const posts = await Post.find().sort({ _id: 1 })
  for (const post of posts) {
    await post.populate('author', 'name')
  }
  return posts.map((post) => post.toObject())
}

export async function allAtOnce() {
  const posts = await Post.find({ published: true }).sort({ _id: -1 }).exec()
  await Promise.all(posts.map((post) => post.populate('author')))
  return posts.map((post) => post.toObject())
}

export async function thenReadInTheLoop() {
  const comments = await Comment.find().sort('_id')
  const lines: string[] = []
  for (const comment of comments) {
    await comment.populate('user')
    lines.push(`${comment.text} by ${JSON.stringify(comment.user)}`)
  }
  return lines
}

export async function besidesAnotherOne() {
  const comments = await Comment.find().populate('post', 'title').sort({ _id: 1 })
  const filled = await Promise.all(comments.map((comment) => comment.populate('user')))
  return filled.map((comment) => comment.toObject())
}

export async function underAName() {
  const comments = await Comment.find().sort({ _id: 1 })
  const lines: string[] = []
  for (const comment of comments) {
    const filled = await comment.populate<{ user: { name: string | null } | null }>('user', 'name')
    lines.push(`${comment.text} by ${filled.user?.name ?? 'nobody'}`)
  }
  return lines
}
