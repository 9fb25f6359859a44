import type { PrismaClient } from '../generated/prisma/client.ts'
import { prisma } from './db.ts'

export async function profileOf(id: number) {
  const [user, comments] = await Promise.all([
    prisma.user.findFirst({ where: { id } }),
    prisma.comment.count({ where: { userId: id, approved: true } }),
  ])
  if (!user) throw new RangeError(`no user ${id}`)
  return { name: user.name ?? user.email, comments }
}

async function nameOf(client: PrismaClient, id: number | null): Promise<string> {
  if (id === null) return 'nobody'
  const user = await client.user.findUnique({ where: { id }, select: { name: true } })
  return user?.name ?? 'somebody'
}

/** Two functions further down. */
export async function lineOf(client: PrismaClient, comment: { userId: number | null; text: string }) {
  const name = await nameOf(client, comment.userId)
  return `${name}: ${comment.text}`
}

export async function described(comment: { userId: number | null; text: string }) {
  const user = comment.userId === null ? null : await prisma.user.findFirst({ where: { id: comment.userId }, select: { email: true } })
  return { by: user?.email ?? 'nobody', text: comment.text }
}

export async function textsOf(postId: number, approved: boolean) {
  const comments = await prisma.comment.findMany({ where: { postId, approved }, orderBy: { id: 'asc' } })
  return comments.map(comment => comment.text)
}

/** Callers know it by its type alone. */
export interface Readers {
  greeting(id: number): Promise<string>
}

export class StoredReaders implements Readers {
  async greeting(id: number): Promise<string> {
    const user = await prisma.user.findUnique({ where: { id } })
    if (!user) throw new RangeError(`no user ${id}`)
    return `Hello ${user.name ?? user.email}`
  }
}

export class Comments {
  private readonly client: PrismaClient

  constructor(client: PrismaClient) {
    this.client = client
  }

  async newest(postId: number) {
    const comment = await this.client.comment.findFirst({ where: { postId }, orderBy: { createdAt: 'desc' } })
    return comment ? comment.text : null
  }
}

export const votes = {
  async hasAny(userId: number): Promise<boolean> {
    const count = await prisma.comment.count({ where: { userId, approved: true } })
    return count > 0
  },
}

/** Of several keys, neither of which is among what it gives. */
export async function latestOf({ postId, approved }: { postId: number; approved: boolean }) {
  return prisma.comment.findFirst({
    select: { text: true, createdAt: true },
    where: { postId, approved },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
}
