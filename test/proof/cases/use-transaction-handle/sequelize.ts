import type { Transaction } from 'sequelize'
import { sequelize } from './db.ts'
import { Post, User } from './models.ts'

export async function beside(fails: boolean) {
  await sequelize.transaction(async (transaction) => {
    await User.update({ name: 'changed' }, { where: { id: 1 }, transaction })
    await Post.update({ title: 'changed' }, { where: { id: 1 } })
    if (fails) throw new Error('not today')
  })
}

export async function row(fails: boolean) {
  await sequelize.transaction(async (t) => {
    const user = await User.findByPk(1, { transaction: t })
    user!.name = 'changed'
    await user!.save()
    await Post.destroy({ where: { id: 3 } })
    if (fails) throw new Error('not today')
  })
}

async function retitle(id: number, title: string, transaction?: Transaction) {
  await Post.update({ title }, { where: { id }, transaction })
}

export async function takesIt(fails: boolean) {
  await sequelize.transaction(async (transaction) => {
    await User.update({ name: 'changed' }, { where: { id: 1 }, transaction })
    await retitle(1, 'changed')
    if (fails) throw new Error('not today')
  })
}

export async function betweenStatements(fails: boolean) {
  const t = await sequelize.transaction()
  try {
    await User.update({ name: 'changed' }, { where: { id: 1 }, transaction: t })
    await Post.update({ title: 'changed' }, { where: { id: 1 } })
    if (fails) throw new Error('not today')
    await t.commit()
  } catch (error) {
    await t.rollback()
    throw error
  }
}
