import { Comment, Post, User } from './models.ts'

export async function userOfEachId(ids: number[]) {
  const emails = []
  for (const id of ids) {
    const user = await User.query().findById(id)
    emails.push(user?.email ?? null)
  }
  return emails
}

export async function byEmail(emails: string[]) {
  return Promise.all(emails.map(async (email) => {
    const user = await User.query().findOne({ email })
    return user?.name
  }))
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await Comment.query().where('post_id', id).orderBy('id')
    result.push(comments.map((comment) => comment.text))
  }
  return result
}

export async function authorOfEachPost() {
  const posts = await Post.query().orderBy('id')
  const feed = []
  for (const post of posts) {
    const author = await User.query().select('id', 'name').findById(post.author_id)
    feed.push(`${post.title} by ${author?.name}`)
  }
  return feed
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const newest = await Comment.query().where('post_id', id).orderBy('id', 'desc').first()
    result.push(newest?.text)
  }
  return result
}

export async function throwsWhenMissing(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await User.query().findById(id).throwIfNotFound()
    result.push(user.email)
  }
  return result
}
