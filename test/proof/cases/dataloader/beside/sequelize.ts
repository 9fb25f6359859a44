import { Comment, User } from './models.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const user = await User.findByPk(id)
  const written = await Comment.findAll({ where: { postId: id }, order: [['id', 'ASC']] })
  return `${user?.name ?? 'nobody'}: ${written.map((comment) => comment.text).join(', ')}`
}
