import { sequelize } from './db.ts'
import { Comment, Post, User } from './models.ts'

export async function emailOfEachId(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await User.findByPk(id)
    result.push(user?.email)
  }
  return result
}

export async function plainUserOfEachId(ids: number[]) {
  return Promise.all(ids.map((id) => User.findByPk(id, { raw: true })))
}

export async function nameOfEachId(ids: number[]) {
  const names: (string | null | undefined)[] = []
  for (const id of ids) {
    const user = await User.findByPk(id, { attributes: ['name'] })
    names.push(user?.name)
  }
  return names
}

export async function nameOfEachEmail(emails: string[]) {
  const names: (string | null | undefined)[] = []
  for (const email of emails) {
    const user = await User.findOne({ where: { email } })
    names.push(user?.name)
  }
  return names
}

export async function keyMayBeUndefined(keys: (number | undefined)[]) {
  const result = []
  for (const key of keys) {
    const user = await User.findByPk(key)
    result.push(user?.email ?? null)
  }
  return result
}

export async function textsOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const comments = await Comment.findAll({ where: { postId: id, approved }, order: [['createdAt', 'DESC']], raw: true })
    return comments.map((comment) => comment.text)
  }))
}

export async function postsWithAuthors(ids: number[]) {
  const lines = []
  for (const id of ids) {
    const post = await Post.findByPk(id, { include: [{ model: User, as: 'author' }] })
    lines.push(post ? `${post.title} by ${post.author?.email}` : 'gone')
  }
  return lines
}

export async function insideATransaction(ids: number[]) {
  return sequelize.transaction(async (transaction) => {
    const emails = []
    for (const id of ids) {
      const user = await User.findByPk(id, { transaction })
      emails.push(user?.email)
    }
    return emails
  })
}
