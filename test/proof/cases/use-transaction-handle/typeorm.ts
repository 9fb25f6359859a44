import { dataSource, posts } from './db.ts'
import { Post, User } from './entities.ts'

export async function repository(fails: boolean) {
  await dataSource.transaction(async (manager) => {
    await manager.update(User, 1, { name: 'changed' })
    await posts.update(1, { title: 'changed' })
    if (fails) throw new Error('not today')
  })
}

export async function ownManager(fails: boolean) {
  await dataSource.transaction(async (manager) => {
    await manager.update(User, 1, { name: 'changed' })
    await dataSource.manager.update(Post, 1, { title: 'changed' })
    await dataSource.getRepository(Post).update(2, { title: 'changed' })
    if (fails) throw new Error('not today')
  })
}

export async function betweenStatements(fails: boolean) {
  const runner = dataSource.createQueryRunner()
  await runner.connect()
  await runner.startTransaction()
  try {
    await runner.manager.update(User, 1, { name: 'changed' })
    await posts.update(1, { title: 'changed' })
    if (fails) throw new Error('not today')
    await runner.commitTransaction()
  } catch (error) {
    await runner.rollbackTransaction()
    throw error
  } finally {
    await runner.release()
  }
}
