import { prisma } from './prisma.js'

/** The newest posts with the people who wrote them. */
export async function getFeed() {
  const posts = await prisma.post.findMany({ orderBy: { createdAt: 'desc' } })

  const feed = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    feed.push({ title: post.title, author: author?.name })
  }
  return feed
}
