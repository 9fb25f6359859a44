import { Comment, Post, User } from './models.ts'

export async function plainRows() {
  const posts = await Post.findAll({ order: [['id', 'ASC']], raw: true })
  const feed = []
  for (const post of posts) {
    const author = await User.findByPk(post.authorId)
    feed.push({ title: post.title, author: author?.name })
  }
  return feed
}

export async function postIsAnsweredWhole() {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  const feed = []
  for (const post of posts) {
    const author = await User.findByPk(post.authorId)
    feed.push({ ...post.toJSON(), by: author?.email })
  }
  return feed
}

export async function someColumnsOfTheAuthor() {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  const feed = []
  for (const post of posts) {
    const author = await User.findByPk(post.authorId, { attributes: ['id', 'name'] })
    feed.push(author?.toJSON())
  }
  return feed
}

export async function includedInAnotherForm() {
  const posts = await Post.findAll({ include: [{ model: User, as: 'author', attributes: ['name'] }], order: [['id', 'ASC']] })
  const feed = []
  for (const post of posts) {
    const author = await User.findByPk(post.authorId)
    feed.push(author?.email)
  }
  return feed
}

export async function commentsOfEachPost() {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  const result = []
  for (const post of posts) {
    const comments = await Comment.findAll({ where: { postId: post.id }, order: [['id', 'ASC']] })
    result.push({ title: post.title, texts: comments.map((comment) => comment.text) })
  }
  return result
}

export async function authorIsRenamedMeanwhile() {
  const posts = await Post.findAll({ order: [['id', 'ASC']] })
  const result = []
  for (const post of posts) {
    const author = await User.findByPk(post.authorId)
    result.push(author?.name)
    await User.update({ name: 'somebody' }, { where: { name: author?.name ?? '' } })
  }
  return result
}
