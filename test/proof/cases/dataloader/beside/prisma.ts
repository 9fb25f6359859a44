import { prisma } from './db.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  if (id < 0) return 'nobody'
  const user = await prisma.user.findFirst({ where: { id }, select: { email: true, name: true } })
  if (!user) throw new Error('There is no such user')
  return `${user.name ?? 'somebody'} <${user.email}>`
}

export async function summaryOfEachPost(ids: number[]) {
  return Promise.all(ids.map(async (id) => ({ id, ...(await summaryOf(id)) })))
}

const summaryOf = async (postId: number) => {
  const [comments, total] = await Promise.all([
    prisma.comment.findMany({ where: { postId }, orderBy: { id: 'desc' } }),
    prisma.comment.count({ where: { postId } }),
  ])
  return { newest: comments[0]?.text, total }
}

export async function approvedOfEach(keys: { postId: number; approved: boolean }[]) {
  return Promise.all(keys.map((key) => textsOf(key.postId, key.approved)))
}

async function textsOf(postId: number, approved: boolean) {
  const comments = await prisma.comment.findMany({ where: { approved, postId }, orderBy: { id: 'asc' }, select: { text: true } })
  return comments.map((comment) => comment.text)
}

export async function authorOfEachPost(ids: number[]) {
  return Promise.all(ids.map((id) => titled(id)))
}

async function titled(id: number) {
  const post = await prisma.post.findFirst({ where: { id } })
  return post ? `${post.title} by ${await writerOf(post.authorId)}` : 'gone'
}

const writerOf = async (id: number) => (await prisma.user.findFirst({ where: { id } }))?.name ?? 'nobody'

export async function byAService(ids: number[]) {
  const users = new Users()
  return Promise.all(ids.map((id) => users.nameOf(id)))
}

class Users {
  private readonly client = prisma

  async nameOf(id: number) {
    const user = await this.client.user.findFirst({ where: { id } })
    return user?.name ?? null
  }
}
