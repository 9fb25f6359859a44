import pLimit from 'p-limit'
import { prisma } from './db.ts'

export async function commentsOfEachPair(pairs: { postId: number; approved: boolean }[]) {
  const result = []
  for (const { postId, approved } of pairs) {
    const comments = await prisma.comment.findMany({ where: { postId, approved }, orderBy: { id: 'asc' } })
    result.push(comments.map((comment) => comment.id))
  }
  return result
}

export async function untilOneIsMissing(ids: number[]) {
  const names = []
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    if (!user) return `no user ${id}`
    names.push(user.name)
  }
  return names
}

export async function inLists(lists: number[][]) {
  const result = []
  for (const list of lists) {
    const emails = []
    for (const id of list) {
      const user = await prisma.user.findUnique({ where: { id } })
      emails.push(user?.email ?? 'nobody')
    }
    result.push(emails)
  }
  return result
}

export async function rowsWithoutTheirKey(ids: number[]) {
  return Promise.all(
    ids.map(async (id) => {
      const comments = await prisma.comment.findMany({ where: { postId: id }, select: { text: true }, orderBy: { id: 'asc' } })
      return { id, comments }
    }),
  )
}

export async function keyInSteps(rows: (number | { userId: number })[]) {
  const result = []
  for (const row of rows) {
    const values = typeof row === 'number' ? { userId: row } : row
    const user = await prisma.user.findUnique({ where: { id: values.userId } })
    result.push(user?.email ?? values.userId)
  }
  return result
}

export async function ofThoseThatHaveOne(rows: { user: { id: number } | null }[]) {
  const result = []
  for (const row of rows) {
    if (!row.user) continue
    const user = await prisma.user.findUnique({ where: { id: row.user.id } })
    result.push(user?.email ?? 'nobody')
  }
  return result
}

export async function thrownOn(ids: number[]) {
  const result = []
  const failed: number[] = []
  for (const id of ids) {
    try {
      const user = await prisma.user.findUnique({ where: { id } })
      result.push(user?.name)
    } catch (error) {
      failed.push(id)
      throw error
    }
  }
  return { result, failed }
}

export async function values(byName: Map<string, number>) {
  const result = []
  for (const [name, id] of byName) {
    const user = await prisma.user.findUnique({ where: { id } })
    result.push(`${name}: ${user?.email}`)
  }
  return result
}

export async function commentsOfEachUser(ids: number[]) {
  const result = []
  for (const userId of ids) {
    const comments = await prisma.comment.findMany({ where: { userId }, orderBy: { id: 'asc' } })
    result.push(comments.map((comment) => comment.text))
  }
  return result
}

export async function gathered(ids: number[]) {
  return ids.reduce<Promise<string[]>>(async (before, id) => {
    const emails = await before
    const user = await prisma.user.findUnique({ where: { id } })
    emails.push(user?.email ?? 'nobody')
    return emails
  }, Promise.resolve([]))
}

export async function fewAtATime(ids: number[]) {
  const limit = pLimit(2)
  return Promise.all(ids.map((id) => limit(async () => {
    const user = await prisma.user.findFirst({ where: { id } })
    return user?.name
  })))
}

export async function byPosition(rows: { userId: number }[]) {
  const emails = new Array<string>(rows.length).fill('')
  for (let i = 0; i < rows.length; i++) {
    const user = await prisma.user.findUnique({ where: { id: rows[i]!.userId } })
    if (!user) continue
    emails[i] = user.email
  }
  return emails
}

export async function inTurn(ids: Set<number>) {
  return await eachInTurn(ids, async (id) => (await prisma.user.findUnique({ where: { id } }))?.email)
}

async function eachInTurn<T, R>(items: Iterable<T>, work: (item: T) => Promise<R>) {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

export async function ofEachPair(postIds: number[], userIds: number[]) {
  const result = []
  for (const postId of postIds) {
    for (const userId of userIds) {
      const comments = await prisma.comment.findMany({ where: { postId, userId }, orderBy: { id: 'asc' } })
      result.push(comments.map((comment) => comment.id))
    }
  }
  return result
}

export async function againForEach(words: string[], ids: number[]) {
  const result = []
  for (const word of words) {
    for (const id of ids) {
      const user = await prisma.user.findUnique({ where: { id } })
      result.push(`${word} ${user?.email}`)
    }
  }
  return result
}

export async function changedOrCreated(ids: number[]) {
  const outcomes = []
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    if (user) {
      const changed = await prisma.user.update({ where: { id: user.id }, data: { name: `${user.name ?? ''}+` } })
      outcomes.push(changed.name)
    } else {
      await prisma.user.create({ data: { id, email: `new-${id}@example.org` } })
      outcomes.push('created')
    }
  }
  return outcomes
}
