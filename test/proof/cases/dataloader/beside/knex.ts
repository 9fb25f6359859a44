import { db } from './db.ts'

interface User { id: number; email: string; name: string | null }

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const user = await db<User>('users').where({ id }).first()
  const comments = await db('comments').where('post_id', id).orderBy('id').select('text')
  return `${user?.name ?? 'nobody'}: ${comments.map((comment) => comment.text).join(', ')}`
}
