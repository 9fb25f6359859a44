import { User } from './models.ts'

export async function labelOfEachUser(ids: string[]) {
  return Promise.all(ids.map((id) => labelOf(id)))
}

async function labelOf(id: string) {
  const user = await User.findById(id).lean()
  return user ? `${user.name} <${user.email}>` : 'nobody'
}
