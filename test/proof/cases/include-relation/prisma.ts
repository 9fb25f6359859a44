import { prisma } from './db.ts'

export async function authorOfEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    feed.push({ title: post.title, author: author?.name, email: author?.email })
  }
  return feed
}

export async function wholeAuthorOfEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'desc' } })
  const feed = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    feed.push({ id: post.id, author })
  }
  return feed
}

export async function commentsOfEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  return Promise.all(posts.map(async (post) => {
    const comments = await prisma.comment.findMany({ where: { postId: post.id }, orderBy: { id: 'asc' } })
    return { title: post.title, comments }
  }))
}

export async function commentsSpreadIntoEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  return Promise.all(
    posts.map(async (post) => ({
      ...post,
      comments: await prisma.comment.findMany({ where: { postId: post.id }, orderBy: { id: 'asc' } }),
    })),
  )
}

export async function selectInBothQueries(published: boolean) {
  const posts = await prisma.post.findMany({
    where: { published },
    select: { id: true, title: true, authorId: true },
    orderBy: { id: 'asc' },
  })
  const feed = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId }, select: { name: true } })
    feed.push({ title: post.title, author })
  }
  return feed
}

export async function includeWhereAndOrder(approved: boolean) {
  const posts = await prisma.post.findMany({ include: { author: true }, orderBy: { id: 'desc' } })
  return Promise.all(posts.map(async (post) => {
    const comments = await prisma.comment.findMany({
      where: { postId: post.id, approved },
      orderBy: { createdAt: 'desc' },
    })
    return { title: post.title, by: post.author.email, comments }
  }))
}

export async function newestComments() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const newest = await prisma.comment.findMany({
      where: { postId: post.id },
      orderBy: { createdAt: 'desc' },
      take: 2,
      select: { text: true },
    })
    result.push({ id: post.id, newest })
  }
  return result
}

export async function optionalEditor() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    if (!post.editorId) continue
    const editor = await prisma.user.findUnique({ where: { id: post.editorId } })
    result.push({ title: post.title, editor: editor?.email ?? 'nobody' })
  }
  return result
}

export async function authorAndCommentsOfEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const page = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    const comments = await prisma.comment.findMany({ where: { postId: post.id }, orderBy: { createdAt: 'asc' } })
    page.push({ id: post.id, title: post.title, author, comments })
  }
  return page
}
