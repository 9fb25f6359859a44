import { prisma } from './db.ts'

export interface Change { id: number; email: string }

export async function changeAll(rows: Change[]) {
  return prisma.$transaction(async (tx) => {
    return Promise.all(rows.map((row) => tx.user.updateMany({ where: { id: row.id }, data: { email: row.email } })))
  })
}

export async function changeBoth(rows: Change[]) {
  await prisma.$transaction(async (tx) => {
    await Promise.all(
      rows.map(async (row) => {
        const { count } = await tx.user.updateMany({ where: { id: row.id }, data: { email: row.email } })
        if (count === 0) return
        await tx.post.updateMany({ where: { authorId: row.id }, data: { title: row.email } })
      }),
    )
  })
}
