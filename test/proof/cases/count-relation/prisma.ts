import { prisma } from './db.ts'

export async function commentsOfEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    const comments = await prisma.comment.count({ where: { postId: post.id } })
    feed.push({ title: post.title, comments })
  }
  return feed
}

export async function allAtOnce() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'desc' } })
  return Promise.all(posts.map(async (post) => ({ id: post.id, comments: await prisma.comment.count({ where: { postId: post.id } }) })))
}

export async function onlyApproved(approved: boolean) {
  const posts = await prisma.post.findMany({ select: { id: true, title: true }, orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    const comments = await prisma.comment.count({ where: { postId: post.id, approved } })
    feed.push(`${post.title}: ${comments}`)
  }
  return feed
}

export async function besideAnotherRelation() {
  const posts = await prisma.post.findMany({ include: { author: true }, orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    const number = await prisma.comment.count({ where: { postId: post.id } })
    if (number > 1) feed.push(`${post.author.email}: ${number}`)
  }
  return feed
}

export async function postsOfEachUser() {
  const users = await prisma.user.findMany({ include: { _count: { select: { comments: true } } }, orderBy: { id: 'asc' } })
  const lines = []
  for (const user of users) {
    const written = await prisma.post.count({ where: { authorId: user.id } })
    lines.push(`${user.email} ${written} ${user._count.comments}`)
  }
  return lines
}
