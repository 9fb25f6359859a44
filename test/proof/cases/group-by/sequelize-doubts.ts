import { Comment } from './models.ts'

export async function keyMayBeNull(keys: (number | null)[]) {
  const result = []
  for (const userId of keys) {
    result.push(await Comment.count({ where: { userId } }))
  }
  return result
}

export async function distinctUsers(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await Comment.count({ where: { postId: id }, distinct: true, col: 'userId' }))
  }
  return result
}

export async function keysAreText(keys: string[]) {
  const result = []
  for (const key of keys) {
    result.push(await Comment.count({ where: { postId: key } }))
  }
  return result
}
