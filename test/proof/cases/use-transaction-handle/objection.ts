import { Post, User } from './models.ts'

export async function beside(fails: boolean) {
  await User.transaction(async (trx) => {
    await User.query(trx).findById(1).patch({ name: 'changed' })
    await Post.query().findById(1).patch({ title: 'changed' })
    if (fails) throw new Error('not today')
  })
}
