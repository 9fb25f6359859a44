import { prisma } from './db.ts'

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await prisma.comment.count({ where: { postId: id } })
    result.push({ id, comments })
  }
  return result
}

export async function allAtOnce(ids: number[]) {
  return Promise.all(ids.map((id) => prisma.comment.count({ where: { postId: id } })))
}

export async function onlyApproved(ids: number[], approved: boolean) {
  let most = 0
  for (const id of ids) {
    most = Math.max(most, await prisma.comment.count({ where: { postId: id, approved } }))
  }
  return most
}

export async function isThereAny(ids: number[]) {
  const result = []
  for (const id of ids) {
    if (await prisma.comment.count({ where: { postId: id } }) > 0) result.push(id)
  }
  return result
}
