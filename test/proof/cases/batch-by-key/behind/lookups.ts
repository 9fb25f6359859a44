import { prisma } from './db.ts'

export async function getUser(id: number) {
  return prisma.user.findUnique({ where: { id } })
}

export const findUserByEmail = async (email: string) => {
  const user = await prisma.user.findUnique({ where: { email } })
  return user
}

export const commentsOf = (postId: number) =>
  prisma.comment.findMany({ where: { postId }, orderBy: { id: 'asc' } })

export class Users {
  async find(id: number) {
    return prisma.user.findUnique({ where: { id } })
  }
}
