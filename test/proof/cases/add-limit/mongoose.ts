import { Post } from './models.ts'

export async function everyPost() {
  return Post.find().sort({ _id: 1 }).lean()
}

export async function publishedPosts() {
  const posts = await Post.find({ published: true }).sort({ _id: -1 }).populate('author').exec()
  return posts.map(({ title }) => title)
}
