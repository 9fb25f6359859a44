import { db } from './db.ts'

export async function commentsOfEachPost(ids: number[]) {
  const counts: number[] = []
  for (const id of ids) {
    const row = await db('comments').where({ post_id: id, approved: 1 }).count('* as total').first()
    counts.push(Number(row?.total ?? 0))
  }
  return counts
}

export async function numbersOfEachAuthor(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const [numbers] = await db('comments')
      .join('posts', 'posts.id', 'comments.post_id')
      .where('posts.author_id', id)
      .max({ newest: 'comments.id' })
      .sum('comments.id as sum')
    return [numbers?.newest, numbers?.sum]
  }))
}

export async function ofEachPair(ids: number[]) {
  const result = []
  for (const { post, user } of ids.map((id) => ({ post: id, user: id % 3 }))) {
    const rows = await db.count('id', { as: 'total' }).from('comments').where({ post_id: post }).andWhere('user_id', user)
    result.push(rows[0]?.total)
  }
  return result
}

export async function distinctUsers(ids: number[]) {
  const result = []
  for (const id of ids) result.push((await db('comments').countDistinct('user_id as users').where('post_id', id))[0]?.users)
  return result
}
