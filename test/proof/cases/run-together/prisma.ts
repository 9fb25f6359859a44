import { prisma } from './db.ts'

export async function countsOf(id: number) {
  const comments = await prisma.comment.count({ where: { userId: id } })
  const posts = await prisma.post.count({ where: { authorId: id } })
  return { comments, posts }
}

export async function threeOfThem(id: number) {
  const user = await prisma.user.findUnique({ where: { id } })
  const take = 3
  // Sorted, so that they come in one order.
  const comments = await prisma.comment.findMany({ where: { userId: id }, orderBy: { id: 'asc' }, take })
  const [first] = await prisma.post.findMany({ where: { authorId: id }, orderBy: { id: 'asc' }, take: 1 })
  return { name: user?.name, texts: comments.map((comment) => comment.text), title: first?.title }
}
