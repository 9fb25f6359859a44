import { env } from './env.ts'

interface User { id: number; email: string; name: string | null }

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await env.DB.prepare('SELECT * FROM users WHERE id = ?').bind(id).first<User>()
    users.push(user)
  }
  return users
}

export async function commentsOfEachPost(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const { results } = await env.DB.prepare('select id, text, post_id from comments where post_id = ? order by id').bind(id).all()
    return results.map((row) => row.text)
  }))
}

export async function preparedOnce(ids: number[]) {
  const find = env.DB.prepare('select * from users where id = ?1')
  const names = []
  for (const id of ids) {
    const user = await find.bind(id).first()
    names.push(user?.name ?? null)
  }
  return names
}
