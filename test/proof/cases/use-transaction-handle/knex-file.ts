import { db } from './db.ts'

export async function outerFirst(fails: boolean) {
  await db.transaction(async (trx) => {
    await db('posts').where({ id: 1 }).update({ title: 'changed' })
    await trx('users').where({ id: 1 }).update({ name: 'changed' })
    if (fails) throw new Error('not today')
  })
}
