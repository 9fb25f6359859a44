import { Post } from './models.ts'

export async function keyIsReadBefore() {
  const posts = await Post.find().sort({ _id: 1 })
  const keys: string[] = []
  for (const post of posts) {
    keys.push(String(post.author))
    await post.populate('author')
  }
  return keys
}

export async function onlySome() {
  const posts = await Post.find().sort({ _id: 1 })
  for (const post of posts) {
    if (post.published) await post.populate('author')
  }
  return posts.map((post) => post.toObject())
}

export async function seenBefore() {
  const posts = await Post.find().sort({ _id: 1 })
  const plain = posts.map((post) => post.toObject())
  for (const post of posts) await post.populate('author')
  return { plain, posts: posts.map((post) => post.toObject()) }
}

export async function pathByTheItem() {
  const posts = await Post.find().sort({ _id: 1 })
  for (const post of posts) {
    await post.populate(post.published ? 'author' : 'editor')
  }
  return posts.map((post) => post.toObject())
}
