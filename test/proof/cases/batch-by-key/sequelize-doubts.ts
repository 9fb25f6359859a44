import { Op } from 'sequelize'
import { Comment, Post, User } from './models.ts'

export async function keysAreText(keys: string[]) {
  const result = []
  for (const key of keys) {
    const user = await User.findByPk(key)
    result.push(user?.email)
  }
  return result
}

export async function rejectsWhenMissing(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await User.findByPk(id, { rejectOnEmpty: true })
    result.push(user.email)
  }
  return result
}

export async function valueMayBeNull(keys: (number | null)[]) {
  const result = []
  for (const userId of keys) {
    const comments = await Comment.findAll({ where: { userId }, order: [['id', 'ASC']], raw: true })
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function newestOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await Comment.findOne({ where: { postId: id }, order: [['createdAt', 'DESC']], raw: true }))
  }
  return result
}

export async function twoOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await Comment.findAll({ where: { postId: id }, order: [['createdAt', 'DESC']], limit: 2, raw: true })
    result.push(comments.map((comment) => comment.text))
  }
  return result
}

export async function fromTheKeyOn(ids: number[]) {
  const result = []
  for (const id of ids) {
    const posts = await Post.findAll({ where: { authorId: { [Op.gte]: id } }, order: [['id', 'ASC']], raw: true })
    result.push(posts.length)
  }
  return result
}

export async function eitherOfTwo(ids: number[]) {
  const result = []
  for (const id of ids) {
    const posts = await Post.findAll({ where: { [Op.or]: [{ authorId: id }, { editorId: id }] }, order: [['id', 'ASC']], raw: true })
    result.push(posts.map((post) => post.title))
  }
  return result
}

export async function updatesTheRow(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await User.findByPk(id)
    if (!user) continue
    result.push(user.name)
    await user.update({ name: `${user.name ?? ''}+` })
  }
  return result
}

export async function destroysTheRow(ids: number[]) {
  let gone = 0
  for (const id of ids) {
    const comment = await Comment.findByPk(id)
    if (!comment) continue
    await comment.destroy()
    gone++
  }
  return gone
}

export async function columnsWithoutTheKey(ids: number[]) {
  return Promise.all(ids.map((id) => User.findByPk(id, { attributes: ['name'], raw: true })))
}

export async function eachOfASet(ids: number[]) {
  const unique = new Set(ids)
  const result = []
  for (const id of unique) {
    result.push(await User.findByPk(id, { raw: true }))
  }
  return result
}
