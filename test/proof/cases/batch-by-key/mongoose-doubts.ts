import { Comment, Post, User } from './models.ts'

export async function throwsWhenMissing(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await User.findById(id).orFail().lean())
  return result
}

export async function missingIsCaught(ids: string[]) {
  const result = []
  for (const id of ids) {
    try {
      result.push(await User.findById(id).orFail().lean())
    } catch {
      result.push(null)
    }
  }
  return result
}

export async function keyWithoutItsPlace(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await User.findById(id).select('-_id name').lean())
  return result
}

export async function columnsWithoutTheKey(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await Comment.find({ post: id }).select('text').sort('_id').lean())
  return result
}

export async function keyIsPopulated() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  const result = []
  for (const post of posts) result.push(await Comment.find({ post: post._id }).populate('post').sort('_id').lean())
  return result
}

export async function twoOfEach(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await Comment.find({ post: id }).sort('_id').limit(2).lean())
  return result
}

export async function newestOfEach(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await Comment.findOne({ post: id }).sort({ createdAt: -1 }).lean())
  return result
}

export async function commentsOfEachUser() {
  const posts = await Post.find().sort({ _id: 1 }).lean()
  const result = []
  for (const post of posts) result.push(await Comment.find({ user: post.editor }).sort('_id').lean())
  return result
}

export async function changesTheDocument(ids: string[]) {
  const result = []
  for (const id of ids) {
    const user = await User.findById(id)
    user?.set('name', `${user.name ?? ''}!`)
    result.push(user?.name)
  }
  return result
}

export async function savesTheDocument(ids: string[]) {
  const result = []
  for (const id of ids) {
    const user = await User.findById(id)
    if (user) {
      user.name = `${user.name ?? ''}!`
      await user.save()
    }
    result.push(user?.name)
  }
  return result
}

export async function readsWhatItWrote(ids: string[]) {
  const result = []
  for (const id of ids) {
    result.push(await User.findById(id).lean())
    await User.updateMany({}, { name: id })
  }
  return result
}

export async function populatedFirst() {
  const posts = await Post.find().sort({ _id: 1 })
  const result = []
  for (const post of posts) {
    await post.populate('author')
    const comments = await Comment.find({ user: post.author }).sort('_id').lean()
    result.push(comments.length)
  }
  return result
}

export async function fromTheKeyOn(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await User.find({ _id: { $gte: id } }).sort('_id').lean())
  return result
}

export async function eitherOfTwo(ids: string[]) {
  const result = []
  for (const id of ids) result.push(await Comment.find({ $or: [{ post: id }, { user: id }] }).sort('_id').lean())
  return result
}

export async function eachOfASet(ids: string[]) {
  const result = []
  for (const id of new Set(ids)) result.push(await User.findById(id).lean())
  return result
}

export async function stopsEarly(ids: string[]) {
  for (const id of ids) {
    const user = await User.findById(id).lean()
    if (user) return user
  }
  return null
}
