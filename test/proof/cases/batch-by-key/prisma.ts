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

export async function nameIsTaken(ids: number[]) {
  const usersById = new Map<number, string>()
  for (const id of ids) {
    const user = await prisma.user.findUnique({ where: { id } })
    if (user) usersById.set(id, user.email)
  }
  return usersById
}

export async function commentsStay(ids: number[]) {
  const emails = []
  // Every sign-up, in the order of the list.
  for (const id of ids) {
    // The account may be gone by now.
    const user = await prisma.user.findUnique({
      where: { id }, // by its number
    })
    emails.push(user?.email ?? null) // null: gone
  }
  return emails
}

export async function insideATransaction(ids: number[]) {
  return prisma.$transaction(async (tx) => {
    const emails = []
    for (const id of ids) {
      const user = await tx.user.findUnique({ where: { id } })
      emails.push(user?.email)
    }
    return emails
  })
}
