import { prisma } from './db.ts'

export async function numbersOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { _count, _max } = await prisma.comment.aggregate({ where: { postId: id, approved: true }, _count: true, _max: { id: true } })
    result.push({ id, comments: _count, newest: _max.id ?? 0 })
  }
  return result
}
