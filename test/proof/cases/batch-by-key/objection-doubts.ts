import { Comment, User } from './models.ts'

export async function sizeOfEach(ids: number[]) {
  const result = []
  for (const id of ids) result.push(await Comment.query().where('post_id', id).resultSize())
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await User.query().findById(id)
    if (!user) continue
    seen.push(user.name)
    await User.query().findById(id).patch({ name: `${user.name ?? ''}+` })
  }
  return seen
}
