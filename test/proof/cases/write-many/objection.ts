import { Comment } from './models.ts'

export async function deleteEach(ids: number[]) {
  for (const id of ids) {
    await Comment.query().where('id', id).delete()
  }
}

export async function approveEach(ids: number[]) {
  await Promise.all(ids.map((id) => Comment.query().where({ id }).patch({ approved: 1 })))
}
