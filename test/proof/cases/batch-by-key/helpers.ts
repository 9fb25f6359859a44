import { commentsOf, findUserByEmail, getUser, Users } from './lookups.ts'

export async function userOfEachId(ids: number[]) {
  const users = []
  for (const id of ids) {
    const user = await getUser(id)
    users.push(user)
  }
  return users
}

export async function nameOfEachEmail(emails: string[]) {
  const names: (string | null | undefined)[] = []
  for (const email of emails) {
    const user = await findUserByEmail(email)
    names.push(user?.name)
  }
  return names
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const comments = await commentsOf(id)
    result.push({ id, texts: comments.map((comment) => comment.text) })
  }
  return result
}

export async function byAClass(ids: number[]) {
  const users = new Users()
  const emails = []
  for (const id of ids) {
    const user = await users.find(id)
    emails.push(user?.email ?? 'nobody')
  }
  return emails
}
