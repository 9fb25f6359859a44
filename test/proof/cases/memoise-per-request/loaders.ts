import { prisma } from './db.ts'

/** Asked by the metadata and by the page. */
export async function userOf(id: number) {
  return prisma.user.findUnique({ where: { id } })
}

export const commentsOf = async (id: number, approved: boolean) =>
  prisma.comment.count({ where: { userId: id, approved } })

export async function postsOf(id: number) {
  const user = await userOf(id)
  return user ? prisma.post.findMany({ where: { authorId: user.id }, orderBy: { id: 'asc' } }) : []
}
