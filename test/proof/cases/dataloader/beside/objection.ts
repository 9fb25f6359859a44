import { Comment, User } from './models.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const user = await User.query().findById(id)
  const written = await Comment.query().where('post_id', id).orderBy('id')
  return `${user?.name ?? 'nobody'}: ${written.map((comment) => comment.text).join(', ')}`
}
