import { Comment, Post, User } from './models.ts'

export async function userOfEachId(ids: string[]) {
  const result = []
  for (const id of ids) {
    const user = await User.findById(id).lean()
    result.push(user)
  }
  return result
}

export async function allAtOnce(ids: string[]) {
  return Promise.all(ids.map((id) => User.findById(id).lean().exec()))
}

export async function nameOfEachEmail(emails: string[]) {
  const names: string[] = []
  for (const email of emails) {
    const user = await User.findOne({ email }).select('name').lean()
    names.push(user?.name ?? 'nobody')
  }
  return names
}

export async function authorOfEachPost() {
  const posts = await Post.find().sort({ title: 1, _id: 1 }).lean()
  const feed = []
  for (const post of posts) {
    const author = await User.findById(post.author, 'name').lean()
    feed.push({ title: post.title, author: author?.name ?? 'nobody' })
  }
  return feed
}

export async function editorMayBeNull() {
  const posts = await Post.find().sort({ _id: 1 })
  return Promise.all(posts.map(async (post) => {
    const editor = await User.findById(post.editor)
    return { title: post.title, editor: editor?.email ?? null }
  }))
}

export async function commentsOfEachPost() {
  const posts = await Post.find().sort({ _id: -1 }).lean()
  const result = []
  for (const post of posts) {
    const comments = await Comment.find({ post: post._id }).sort({ createdAt: 1 }).lean()
    result.push({ ...post, comments })
  }
  return result
}

export async function approvedTextsOfEachPost(isApproved: boolean) {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  return Promise.all(posts.map(async (post) => {
    const comments = await Comment.find({ post: post._id, approved: isApproved }).select('text').sort('_id').lean()
    return comments.map((comment) => comment.text)
  }))
}

export async function documentsWithAuthors(ids: string[]) {
  const titles: string[] = []
  for (const id of ids) {
    const post = await Post.findOne({ _id: id }).populate('author', 'name')
    titles.push(JSON.stringify(post?.toObject() ?? null))
  }
  return titles
}

export async function newestFieldsOfEachPost() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  const result = []
  for (const { _id, title } of posts) {
    const newest = await Comment.findOne({ post: _id, approved: true }).sort({ _id: -1 }).select('text').lean()
    result.push(newest ? `${title}: ${newest.text}` : title)
  }
  return result
}

export async function ofPostAndText() {
  const comments = await Comment.find().sort({ _id: 1 }).lean()
  return Promise.all(comments.map(async ({ post, text }) => {
    const first = await Comment.findOne({ post, text }).sort({ _id: 1 }).select('approved').lean()
    return first?.approved
  }))
}

export async function isAnswered() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  const result = []
  for (const post of posts) {
    const answered = await Comment.exists({ post: post._id, approved: true })
    if (!answered) continue
    result.push(post.title)
  }
  return result
}
