import { db } from './db.ts'

export async function beside(fails: boolean) {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('users').set({ name: 'changed' }).where('id', '=', 1).execute()
    await db.updateTable('posts').set({ title: 'changed' }).where('id', '=', 1).execute()
    if (fails) throw new Error('not today')
  })
}

async function retitle(id: number, title: string) {
  await db.updateTable('posts').set({ title }).where('id', '=', id).execute()
}

export async function behind(fails: boolean) {
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('users').set({ name: 'changed' }).where('id', '=', 1).execute()
    await retitle(2, 'changed')
    if (fails) throw new Error('not today')
  })
}
