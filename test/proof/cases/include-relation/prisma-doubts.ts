import { prisma } from './db.ts'

export async function authorByForEachIndex() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const names: (string | null | undefined)[] = []
  for (let index = 0; index < posts.length; index++) {
    const author = await prisma.user.findUnique({ where: { id: posts[index]!.authorId } })
    names.push(author?.name)
  }
  return names
}

export async function postIsAnsweredWhole() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    result.push({ post, by: author?.email })
  }
  return result
}

export async function keyMayBeNull() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const comments = await prisma.comment.findMany({ where: { userId: post.editorId }, orderBy: { id: 'asc' } })
    result.push({ title: post.title, comments: comments.map((comment) => comment.id) })
  }
  return result
}

export async function stopsAtTheFirst() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    if (author?.name) return { title: post.title, author: author.name }
  }
  return null
}

export async function throwsWhenMissing() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const editor = await prisma.user.findUniqueOrThrow({ where: { id: post.editorId ?? -1 } })
    result.push(editor.email)
  }
  return result
}

export async function firstThree() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const names = []
  for (const post of posts.slice(0, 3)) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    names.push(author?.email)
  }
  return names
}

export async function filtered() {
  const posts = (await prisma.post.findMany({ orderBy: { id: 'asc' } })).filter((post) => post.published)
  const names = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    names.push(author?.email)
  }
  return names
}

export async function listIsAnsweredToo() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const names = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    names.push(author?.email)
  }
  return { posts, names }
}

export async function spreadUnderAnotherName() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  return Promise.all(posts.map(async (post) => ({
    ...post,
    discussion: await prisma.comment.findMany({ where: { postId: post.id }, orderBy: { id: 'asc' } }),
  })))
}

export async function keysOfThePostAreListed() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    result.push([Object.keys(post).length, author?.email])
  }
  return result
}

export async function writesInBetween() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  await prisma.user.updateMany({ data: { name: 'Renamed' } })
  const names = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    names.push(author?.name)
  }
  return names
}

export async function furtherConditionOnTheAuthor() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const names = []
  for (const post of posts) {
    const author = await prisma.user.findFirst({ where: { id: post.authorId, name: { not: null } } })
    names.push(author?.name ?? 'hidden')
  }
  return names
}

export async function furtherConditionsOnTheComments(text: string) {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const found = []
  for (const post of posts) {
    const comments = await prisma.comment.findMany({
      where: { postId: post.id, OR: [{ approved: true }, { text: { contains: text } }] },
      orderBy: { id: 'desc' },
    })
    found.push(comments)
  }
  return found
}

export async function includedAlreadyInAnotherForm() {
  const posts = await prisma.post.findMany({
    orderBy: { id: 'asc' },
    include: { comments: { take: 1, orderBy: { id: 'asc' } } },
  })
  const result = []
  for (const post of posts) {
    const comments = await prisma.comment.findMany({ where: { postId: post.id }, orderBy: { id: 'asc' } })
    result.push({ first: post.comments[0]?.id, all: comments.map((comment) => comment.id) })
  }
  return result
}

export async function oneOfEachUser() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const comments = await prisma.comment.findMany({
      where: { postId: post.id },
      distinct: ['userId'],
      orderBy: { id: 'asc' },
    })
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function newestCommentOfEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const comment = await prisma.comment.findFirst({ where: { postId: post.id }, orderBy: { createdAt: 'desc' } })
    result.push(comment?.text ?? null)
  }
  return result
}

export async function postIsPointedElsewhere(id: number) {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const names = []
  for (const post of posts) {
    post.authorId = id
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    names.push(author?.email)
  }
  return names
}

export async function onlyOneOfTwoLists(published: boolean) {
  const posts = published
    ? await prisma.post.findMany({ where: { published }, orderBy: { id: 'asc' } })
    : await prisma.post.findMany({ orderBy: { id: 'desc' } })
  const names = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    names.push(author?.email)
  }
  return names
}

export async function commentsOfTheAuthor() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const author = await prisma.user.findUnique({ where: { id: post.authorId } })
    if (!author) continue
    const comments = await prisma.comment.findMany({ where: { userId: author.id }, orderBy: { id: 'asc' } })
    result.push({ author: author.email, comments: comments.map((comment) => comment.id) })
  }
  return result
}
