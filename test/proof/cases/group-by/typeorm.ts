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
