import { posts } from './db.ts'

export async function postsOf(authorId: number) {
  return posts.find({ where: { authorId } })
}

export async function byEditor(id: number) {
  return posts.createQueryBuilder('post').where('post.editorId = :id', { id }).getMany()
}
