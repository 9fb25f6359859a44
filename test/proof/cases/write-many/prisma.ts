import { prisma } from './db.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await prisma.user.create({ data: { id: row.id, email: row.email, name: row.name } })
  }
}

export async function addedUsers(rows: NewUser[]) {
  return Promise.all(rows.map((row) => prisma.user.create({ data: { id: row.id, email: row.email, name: row.name } })))
}

export async function addedIds(rows: NewUser[]) {
  const ids = []
  for (const row of rows) {
    const name = row.name?.trim() ?? 'nobody'
    ids.push(await prisma.user.create({
      data: {
        id: row.id,
        email: row.email,
        name,
      },
      select: { id: true, name: true },
    }))
  }
  return ids
}

export async function addNamed(rows: NewUser[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await prisma.user.create({ data: { id: row.id, email: row.email, name: row.name } })
  }
  return skipped
}

export async function addToEach(groups: { name: string; members: { id: number; email: string }[] }[]) {
  for (const group of groups) {
    for (const member of group.members) {
      await prisma.user.create({ data: { id: member.id, email: member.email, name: group.name } })
    }
  }
}

export async function addInTransaction(rows: NewUser[]) {
  await prisma.$transaction(async (tx) => {
    for (const row of rows) {
      await tx.user.create({ data: { id: row.id, email: row.email, name: row.name } })
    }
  })
}

export async function approveEach(ids: number[]) {
  for (const id of ids) {
    await prisma.comment.updateMany({ where: { id }, data: { approved: true } })
  }
}

export async function forgetPosts(postIds: number[]) {
  await Promise.all(postIds.map((postId) => prisma.comment.deleteMany({ where: { postId } })))
}

export async function deleteApproved() {
  const comments = await prisma.comment.findMany({ where: { approved: true } })
  for (const comment of comments) {
    await prisma.comment.delete({ where: { id: comment.id } })
  }
}

export async function addedOnlyOnce(rows: NewUser[]) {
  for (const row of rows) {
    const known = await prisma.user.findUnique({ where: { email: row.email } })
    if (known) continue
    await prisma.user.create({ data: { id: row.id, email: row.email, name: row.name } })
  }
}

export async function eachOnItsOwn(rows: NewUser[]) {
  const failed: number[] = []
  for (const row of rows) {
    try {
      await prisma.user.create({ data: { id: row.id, email: row.email, name: row.name } })
    } catch {
      failed.push(row.id)
    }
  }
  return failed
}

export async function writtenAlong(rows: NewUser[]) {
  for (const row of rows) {
    await prisma.user.create({ data: { id: row.id, email: row.email, posts: { create: { id: row.id, title: row.email, published: false } } } })
  }
}

export async function countedUp(ids: number[]) {
  for (const id of ids) {
    await prisma.user.updateMany({ where: { id }, data: { name: { set: `user ${ids.length}` } } })
  }
}
