import { prisma } from './db.ts'

export async function beside(fails: boolean) {
  await prisma.$transaction(async (tx) => {
    await prisma.post.update({ where: { id: 1 }, data: { title: 'changed' } })
    await tx.user.update({ where: { id: 1 }, data: { name: 'changed' } })
    if (fails) throw new Error('not today')
  })
}

export async function withoutName(fails: boolean) {
  await prisma.$transaction(async () => {
    await prisma.post.update({ where: { id: 2 }, data: { title: 'changed' } })
    if (fails) throw new Error('not today')
  })
}

async function retitle(id: number, title: string) {
  await prisma.post.update({ where: { id }, data: { title } })
}

export async function behind(fails: boolean) {
  await prisma.$transaction(async (tx) => {
    await retitle(1, 'changed')
    await tx.user.update({ where: { id: 1 }, data: { name: 'changed' } })
    if (fails) throw new Error('not today')
  })
}

async function rename(id: number, name: string, db: Pick<typeof prisma, 'user'> = prisma) {
  await db.user.update({ where: { id }, data: { name } })
}

export async function takesIt(fails: boolean) {
  await prisma.$transaction(async (tx) => {
    await rename(2, 'changed')
    await tx.post.update({ where: { id: 1 }, data: { title: 'changed' } })
    if (fails) throw new Error('not today')
  })
}
