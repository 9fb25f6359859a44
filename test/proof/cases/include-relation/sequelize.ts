import { Post, User } from './models.ts'

export async function authorOfEachPost() {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  const feed = []
  for (const post of posts) {
    const author = await User.findByPk(post.authorId)
    feed.push({ title: post.title, author: author?.name, email: author?.email })
  }
  return feed
}

export async function allAtOnce() {
  const posts = await Post.findAll({ where: { published: true }, order: [['id', 'DESC']] })
  return Promise.all(posts.map(async (post) => {
    const author = await User.findOne({ where: { id: post.authorId } })
    return `${post.title} by ${author?.email}`
  }))
}

export async function optionalEditor() {
  const posts = await Post.findAll({ include: [{ model: User, as: 'author' }], order: [['id', 'ASC']] })
  const result = []
  for (const post of posts) {
    if (!post.editorId) continue
    const editor = await User.findByPk(post.editorId)
    result.push({ title: post.title, by: post.author?.email, editor: editor ? editor.email : 'nobody' })
  }
  return result
}

export async function editorMayBeNull() {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  const result = []
  for (const post of posts) {
    const editor = await User.findByPk(post.editorId!)
    result.push(editor ? editor.email : null)
  }
  return result
}

export async function pageOfPosts() {
  const { rows, count } = await Post.findAndCountAll({ order: [['id', 'ASC']], limit: 2000 })
  const result = []
  for (const post of rows) {
    const author = await User.findByPk(post.authorId)
    result.push(`${post.title} ${author?.email}`)
  }
  return { result, count }
}
