import { comments, users } from './db.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const user = await users.findOneBy({ id })
  const written = await comments.find({ where: { postId: id }, order: { id: 'ASC' } })
  return `${user?.name ?? 'nobody'}: ${written.map((comment) => comment.text).join(', ')}`
}
