import { In, LessThan } from 'typeorm'
import { comments, dataSource, posts } from './db.ts'
import { Comment } from './entities.ts'

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const number = await comments.count({ where: { postId: id, approved: true } })
    result.push({ id, number })
  }
  return result
}

export async function ofEveryPost(before: Date) {
  const list = await posts.find({ order: { id: 'ASC' } })
  return Promise.all(list.map(async (post) => ({
    title: post.title,
    comments: await dataSource.manager.countBy(Comment, { postId: post.id, createdAt: LessThan(before), userId: In([1, 2, 3]) }),
  })))
}

export async function withAnswers() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const titles: string[] = []
  for (const post of list) {
    if (await comments.existsBy({ postId: post.id })) titles.push(post.title)
  }
  return titles
}

export async function lastOfEach(ids: number[]) {
  const result: (number | null)[] = []
  for (const postId of ids) {
    const last = await comments.maximum('id', { postId })
    result.push(last)
  }
  return result
}

export async function ofEachEditor() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result: number[] = []
  for (const post of list) result.push(await comments.countBy({ userId: post.editorId! }))
  return result
}

export async function countedByAChain(ids: number[], approved: boolean) {
  const result = []
  for (const id of ids) {
    const number = await comments
      .createQueryBuilder('comment')
      .leftJoin('comment.user', 'user')
      .where('comment.postId = :id', { id })
      .andWhere('(comment.approved = :approved OR user.name IS NULL)', { approved })
      .getCount()
    result.push({ id, number })
  }
  return result
}

export async function answeredPairs(rows: { postId: number; userId: number }[]) {
  return Promise.all(rows.map(async ({ postId, userId }) => ({
    postId,
    answered: await dataSource.createQueryBuilder(Comment, 'c').where('c.postId = :postId AND c.userId = :userId', { postId, userId }).getExists(),
  })))
}

export async function spanOfEach(ids: number[]) {
  const result = []
  for (const postId of ids) {
    const row = await comments.createQueryBuilder('c').select('MAX(c.id)', 'last').addSelect('COUNT(*)', 'number').where('c.postId = :postId', { postId }).getRawOne()
    result.push([Number(row.number), row.last])
  }
  return result
}

export async function sumOfEach(ids: number[]) {
  const result: number[] = []
  for (const postId of ids) {
    const row = await comments.createQueryBuilder('c').select('SUM(c.id)', 'sum').where('c.postId = :postId', { postId }).getRawOne<{ sum: number | null }>()
    result.push(row?.sum ?? 0)
  }
  return result
}
