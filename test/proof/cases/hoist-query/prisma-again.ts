import { prisma } from './db.ts'

async function userOf(id: number) {
  return prisma.user.findUnique({ where: { id } })
}

export async function twice(id: number) {
  const user = await prisma.user.findUnique({ where: { id } })
  const comments = await prisma.comment.count({ where: { userId: id } })
  const again = await prisma.user.findUnique({ where: { id } })
  return { name: user?.name, comments, email: again?.email }
}

export async function twiceThroughAHelper(id: number) {
  const user = await userOf(id)
  if (!user) return undefined
  const writer = await userOf(id)
  return `${user.name} is ${writer?.email}`
}

export async function changedInBetween(id: number) {
  const user = await prisma.user.findUnique({ where: { id } })
  await prisma.user.updateMany({ where: { id }, data: { name: 'Zoë' } })
  const later = await prisma.user.findUnique({ where: { id } })
  return [user?.name, later?.name]
}

export async function renamed(id: number) {
  const user = await prisma.user.findUnique({ where: { id } })
  if (user) user.name = 'Bo'
  const other = await prisma.user.findUnique({ where: { id } })
  return [user?.name, other?.name]
}

export async function inATransaction(id: number) {
  return prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id } })
    const other = await tx.user.findUnique({ where: { id } })
    return [user?.name, other?.email]
  })
}
