import { orm } from './db.ts'
import { Post, User } from './entities.ts'

const em = orm.em.fork({ useContext: true })

export async function outer(fails: boolean) {
  await em.transactional(async (inner) => {
    await inner.nativeUpdate(User, { id: 1 }, { name: 'changed' })
    await em.nativeUpdate(Post, { id: 1 }, { title: 'changed' })
    if (fails) throw new Error('not today')
  })
}
