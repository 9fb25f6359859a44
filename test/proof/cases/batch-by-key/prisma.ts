import { prisma } from './db.ts'

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    users.push(user)
  }
  return users
}

export async function firstOfEachId(ids: number[]) {
  return Promise.all(ids.map((id) => prisma.user.findFirst({ where: { id } })))
}

export async function nameOfEachEmail(emails: string[]) {
  const names: (string | null | undefined)[] = []
  for (const email of emails) {
    const user = await prisma.user.findUnique({ where: { email }, select: { name: true } })
    names.push(user?.name)
  }
  return names
}

export async function keyInAnObject(rows: { userId: number; note: string }[]) {
  const notes = []
  for (const row of rows) {
    const user = await prisma.user.findUnique({ where: { id: row.userId } })
    if (!user) continue
    notes.push({ note: row.note, by: user.email })
  }
  return notes
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await prisma.comment.findMany({ where: { postId: id }, orderBy: { id: 'asc' } })
    result.push({ id, comments })
  }
  return result
}

export async function approvedTextsOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const comments = await prisma.comment.findMany({
      where: { postId: id, approved },
      select: { text: true },
      orderBy: { createdAt: 'desc' },
    })
    return comments.map((comment) => comment.text)
  }))
}

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
