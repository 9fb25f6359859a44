import { prisma } from './db.ts'

export async function newestCommentOfEachPost(ids: number[]) {
  return Promise.all(
    ids.map((id) => prisma.comment.findFirst({ where: { postId: id }, orderBy: { createdAt: 'desc' } })),
  )
}

export async function withRelation(ids: number[]) {
  const result = []
  for (const id of ids) {
    const post = await prisma.post.findUnique({ where: { id }, include: { author: true } })
    result.push(post ? `${post.title} by ${post.author.email}` : 'gone')
  }
  return result
}

export async function throwsWhenMissing(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await prisma.user.findUniqueOrThrow({ where: { id } })
    result.push(user.email)
  }
  return result
}

export async function missingIsCaught(ids: number[]) {
  const result: (string | undefined)[] = []
  for (const id of ids) {
    try {
      const user = await prisma.user.findUniqueOrThrow({ where: { id } })
      result.push(user.email)
    } catch {
      result.push(undefined)
    }
  }
  return result
}

export async function keyMayBeNull(keys: (number | null)[]) {
  const result = []
  for (const userId of keys) {
    const comments = await prisma.comment.findMany({ where: { userId }, orderBy: { id: 'asc' } })
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function keyMayBeUndefined(keys: (number | undefined)[]) {
  const result = []
  for (const userId of keys) {
    const comments = await prisma.comment.findMany({ where: { userId }, orderBy: { id: 'asc' } })
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function dateAsKey(days: Date[]) {
  const result = []
  for (const createdAt of days) {
    const comments = await prisma.comment.findMany({ where: { createdAt }, orderBy: { id: 'asc' } })
    result.push(comments.length)
  }
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    if (!user) continue
    seen.push(user.name)
    await prisma.user.update({ where: { id }, data: { name: `${user.name ?? ''}+` } })
  }
  return seen
}

export async function changesTheRow(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    if (!user) continue
    user.name = `${user.name ?? ''}${users.length}`
    users.push(user)
  }
  return users
}

export async function twoOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await prisma.comment.findMany({ where: { postId: id }, orderBy: { createdAt: 'desc' }, take: 2 })
    result.push(comments.map((comment) => comment.text))
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const unique = new Set(ids)
  const users = []
  for (const id of unique) {
    users.push(await prisma.user.findUnique({ where: { id } }))
  }
  return users
}

export async function eachOfAGenerator(ids: number[]) {
  const stream = ids.values()
  const users = []
  for (const id of stream) {
    users.push(await prisma.user.findUnique({ where: { id } }))
  }
  return users
}

export async function eachEntry(ids: number[]) {
  const users = []
  for (const [index, id] of ids.entries()) {
    const user = await prisma.user.findUnique({ where: { id } })
    users.push({ index, email: user?.email })
  }
  return users
}

export async function listGrowsMeanwhile(ids: number[]) {
  const queue = [...ids]
  const found = []
  for (const id of queue) {
    const post = await prisma.post.findUnique({ where: { id } })
    if (!post) continue
    found.push(post.title)
    if (post.editorId && queue.length < 20) queue.push(post.editorId)
  }
  return found
}

export async function nextKeyFromTheLastRow(ids: number[]) {
  const result = []
  let last = 1
  for (const id of ids) {
    const post = await prisma.post.findUnique({ where: { id: id + last } })
    last = post?.authorId ?? 0
    result.push(post?.title)
  }
  return result
}

export async function rowsAreChangedLater(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    users.push(user)
  }
  for (const [index, user] of users.entries()) if (user) user.email = `${user.email} ${index}`
  return users
}

export async function listIsEmptiedByItsReader(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await prisma.comment.findMany({ where: { postId: id }, orderBy: { id: 'asc' } })
    const first = comments.shift()
    result.push({ first: first?.id, more: comments.length })
  }
  return result
}

export async function listIsSortedByItsReader(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const comments = await prisma.comment.findMany({ where: { postId: id }, orderBy: { id: 'asc' } })
    return comments.reverse().map((comment) => comment.id)
  }))
}

export async function oneOfEachUser(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await prisma.comment.findMany({
      where: { postId: id },
      distinct: ['userId'],
      orderBy: { id: 'asc' },
    })
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function keyInsideAnAlternative(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await prisma.comment.findMany({ where: { OR: [{ postId: id }, { approved: true }] }, orderBy: { id: 'asc' } })
    result.push(comments.length)
  }
  return result
}

export async function keyTwice(ids: number[]) {
  const result = []
  for (const id of ids) {
    const posts = await prisma.post.findMany({ where: { authorId: id, editorId: id }, orderBy: { id: 'asc' } })
    result.push(posts.map((post) => post.title))
  }
  return result
}

export async function fromTheKeyOn(ids: number[]) {
  const result = []
  for (const id of ids) {
    const posts = await prisma.post.findMany({ where: { authorId: { gte: id } }, orderBy: { id: 'asc' } })
    result.push(posts.length)
  }
  return result
}

export async function onlySome(ids: number[]) {
  const emails = []
  for (const id of ids) {
    if (id % 2 === 0) continue
    const user = await prisma.user.findUnique({ where: { id } })
    if (!user) break
    emails.push(user.email)
  }
  return emails
}
