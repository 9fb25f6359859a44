import { prisma } from './db.ts'

export async function postsOf(authorId: number) {
  return prisma.post.findMany({ where: { authorId } })
}

export async function commentsBy(userId: number) {
  return prisma.comment.findMany({ where: { userId, approved: true }, orderBy: { id: 'asc' } })
}
