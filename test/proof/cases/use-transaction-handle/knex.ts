import { db } from './db.ts'

export async function beside(fails: boolean) {
  await db.transaction(async (trx) => {
    await trx('users').where({ id: 1 }).update({ name: 'changed' })
    await db('posts').where({ id: 1 }).update({ title: 'changed' })
    if (fails) throw new Error('not today')
  })
}

async function retitle(id: number, title: string) {
  await db('posts').where({ id }).update({ title })
}

export async function behind(fails: boolean) {
  await db.transaction(async (trx) => {
    await trx('users').where({ id: 1 }).update({ name: 'changed' })
    await retitle(2, 'changed')
    if (fails) throw new Error('not today')
  })
}

export async function betweenStatements(fails: boolean) {
  const trx = await db.transaction()
  try {
    await trx('users').where({ id: 1 }).update({ name: 'changed' })
    await db('posts').where({ id: 1 }).update({ title: 'changed' })
    if (fails) throw new Error('not today')
    await trx.commit()
  } catch (error) {
    await trx.rollback()
    throw error
  }
}
