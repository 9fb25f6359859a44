import { prisma } from './db.ts'

export async function everyPost() {
  return prisma.post.findMany()
}

export async function publishedPosts() {
  return prisma.post.findMany({ where: { published: true }, orderBy: { id: 'desc' } })
}

export async function withAuthors() {
  const posts = await prisma.post.findMany({
    include: { author: true },
    orderBy: { id: 'asc' },
  })
  return posts.map((post) => ({ id: post.id, by: post.author.email }))
}

export async function search(word: string) {
  return prisma.comment.findMany({ where: { text: { contains: word } }, orderBy: { id: 'asc' } })
}
