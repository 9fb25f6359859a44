import { db } from './db.ts'

const findUser = db.prepare('SELECT * FROM users WHERE id = ?')

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = db.prepare('select * from users where id = ?').get(id)
    users.push(user?.email ?? null)
  }
  return users
}

export async function preparedOnce(ids: number[]) {
  const names = []
  for (const id of ids) {
    const user = findUser.get(id)
    names.push(user ? user.name : 'nobody')
  }
  return names
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = db.prepare('select * from comments where post_id = ? order by id').all(id)
    result.push({ id, texts: comments.map((comment) => comment.text) })
  }
  return result
}
