import { orm } from './db.ts'
import { Comment, Post, User } from './entities.ts'

export async function emailOfEachId(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const user = await em.findOne(User, { id })
    result.push(user?.email)
  }
  return result
}

export async function emailOfEachKey(ids: number[]) {
  const em = orm.em.fork()
  const result = []
  for (const id of ids) {
    const user = await em.findOne(User, id)
    result.push(user === null ? 'gone' : user.email)
  }
  return result
}

export async function nameOfEachEmail(emails: string[]) {
  const users = orm.em.fork().getRepository(User)
  const names: (string | null | undefined)[] = []
  for (const email of emails) {
    const user = await users.findOne({ email })
    names.push(user?.name)
  }
  return names
}

export async function commentsOfEachPost(ids: number[]) {
  const em = orm.em.fork()
  return Promise.all(ids.map(async (id) => {
    const comments = await em.find(Comment, { postId: id }, { orderBy: { createdAt: 'desc' } })
    return comments.map((comment) => comment.text)
  }))
}

export async function postsWithAuthors(ids: number[]) {
  const em = orm.em.fork()
  const lines = []
  for (const id of ids) {
    const post = await em.findOne(Post, id, { populate: ['author'] })
    lines.push(post ? `${post.title} by ${post.author.email}` : 'gone')
  }
  return lines
}

export async function insideATransaction(ids: number[]) {
  return orm.em.fork().transactional(async (em) => {
    const emails = []
    for (const id of ids) {
      const user = await em.findOne(User, { id })
      emails.push(user?.email)
    }
    return emails
  })
}

export async function onlyTextsOfEachPost(ids: number[]) {
  const em = orm.em.fork()
  const texts: string[] = []
  for (const id of ids) {
    const comments = await em.find(Comment, { postId: id }, { fields: ['text'], orderBy: { id: 'asc' } })
    for (const comment of comments) texts.push(`${id}: ${comment.text}`)
  }
  return texts
}
