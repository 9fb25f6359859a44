import { Comment, Post } from './models.ts'

export async function commentsOfEachPost() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  return Promise.all(posts.map(async (post) => {
    const comments = await Comment.countDocuments({ post: post._id, approved: true })
    return `${post.title}: ${comments}`
  }))
}

export async function since(from: Date) {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  const result: number[] = []
  for (const post of posts) {
    result.push(await Comment.countDocuments({
      post: post._id,
      createdAt: { $gte: startOfDay(from) },
    }).exec())
  }
  return result
}

function startOfDay(date: Date) {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
}

/** Texts are cast by one form and not by the other. */
export async function keysAreTexts(ids: string[]) {
  const result: number[] = []
  for (const id of ids) result.push(await Comment.countDocuments({ post: id }))
  return result
}

export async function summedUp() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  return Promise.all(posts.map(async (post) => {
    const [sums] = await Comment.aggregate<{ comments: number; newest: Date }>([
      { $match: { post: post._id } },
      { $group: { _id: null, comments: { $sum: 1 }, newest: { $max: '$createdAt' } } },
    ])
    return { title: post.title, comments: sums?.comments ?? 0, newest: sums?.newest ?? null }
  }))
}

export async function seenAsAWhole() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  const result: unknown[] = []
  for (const post of posts) {
    const [sums] = await Comment.aggregate([{ $match: { post: post._id } }, { $group: { _id: null, comments: { $sum: 1 } } }])
    result.push(sums || { comments: 0 })
  }
  return result
}
