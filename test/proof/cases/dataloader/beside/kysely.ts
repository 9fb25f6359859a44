import { db } from './db.ts'

export async function labelOfEachUser(ids: number[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: number) {
  const user = await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
  const comments = await db.selectFrom('comments').selectAll().where('post_id', '=', id).orderBy('id').execute()
  return `${user?.name ?? 'nobody'}: ${comments.map((comment) => comment.text).join(', ')}`
}
