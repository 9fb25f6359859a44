import { sql } from 'kysely'
import { db } from './db.ts'

export async function commentsOfEachPost(ids: number[]) {
  const counts: number[] = []
  for (const id of ids) {
    const { total } = await db
      .selectFrom('comments')
      .select((eb) => eb.fn.countAll<string>().as('total'))
      .where('post_id', '=', id)
      .executeTakeFirstOrThrow()
    counts.push(Number(total))
  }
  return counts
}

export async function numbersOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const row = await db
      .selectFrom('comments')
      .select(({ fn }) => [fn.max('comments.id').as('newest'), fn.coalesce(fn.sum('comments.id'), sql`0`).as('sum'), sql<string>`count(distinct user_id)`.as('users')])
      .innerJoin('posts', 'posts.id', 'comments.post_id')
      .where('posts.author_id', '=', id)
      .where('comments.approved', '=', approved)
      .executeTakeFirst()
    return [row?.newest, Number(row?.sum), Number(row?.users)]
  }))
}

export async function ofEachPair(ids: number[]) {
  const result = []
  for (const { post, user } of ids.map((id) => ({ post: id, user: id % 3 }))) {
    const [row] = await db.selectFrom('comments').select(db.fn.count<string>('id').as('total')).where('post_id', '=', post).where('user_id', '=', user).execute()
    result.push(Number(row?.total))
  }
  return result
}
