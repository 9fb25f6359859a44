import { prisma } from './db.ts'

export async function keyMayBeNull(keys: (number | null)[]) {
  const result = []
  for (const userId of keys) {
    result.push(await prisma.comment.count({ where: { userId } }))
  }
  return result
}

export async function keyMayBeUndefined(keys: (number | undefined)[]) {
  const result = []
  for (const postId of keys) {
    result.push(await prisma.comment.count({ where: { postId } }))
  }
  return result
}

export async function dateAsKey(days: Date[]) {
  const result = []
  for (const createdAt of days) {
    result.push(await prisma.comment.count({ where: { createdAt } }))
  }
  return result
}

export async function fromTheKeyOn(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await prisma.post.count({ where: { authorId: { gte: id } } }))
  }
  return result
}

export async function eitherOfTwo(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await prisma.post.count({ where: { OR: [{ authorId: id }, { editorId: id }] } }))
  }
  return result
}

export async function deletesWhatItCounts(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await prisma.comment.count({ where: { postId: id } }))
    await prisma.comment.deleteMany({ where: { postId: id } })
  }
  return result
}
