import { prisma } from './db.ts'

export async function postIsAnsweredWhole() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    const comments = await prisma.comment.count({ where: { postId: post.id } })
    feed.push({ ...post, comments })
  }
  return feed
}

export async function atMostTwo() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    feed.push(await prisma.comment.count({ where: { postId: post.id }, take: 2 }))
  }
  return feed
}

export async function writesMeanwhile() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    feed.push(await prisma.comment.count({ where: { postId: post.id } }))
    await prisma.comment.deleteMany({ where: { approved: true } })
  }
  return feed
}

export async function byTheEditor() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    feed.push(await prisma.comment.count({ where: { userId: post.editorId } }))
  }
  return feed
}
