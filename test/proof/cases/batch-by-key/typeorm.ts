import { comments, dataSource, posts, users } from './db.ts'
import { Comment, User } from './entities.ts'

export async function userOfEachId(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await users.findOneBy({ id })
    result.push(user)
  }
  return result
}

export async function oneOfEachId(ids: number[]) {
  return Promise.all(ids.map((id) => users.findOne({ where: { id } })))
}

export async function nameOfEachId(ids: number[]) {
  const names: (string | null | undefined)[] = []
  for (const id of ids) {
    const user = await users.findOne({ where: { id }, select: { email: true, name: true } })
    names.push(user?.name)
  }
  return names
}

export async function keyInAnObject(rows: { userId: number; note: string }[]) {
  const notes = []
  for (const row of rows) {
    const user = await dataSource.manager.findOneBy(User, { id: row.userId })
    if (!user) continue
    notes.push({ note: row.note, by: user.email })
  }
  return notes
}

export async function commentsOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await comments.find({ where: { postId: id }, order: { id: 'ASC' } })
    result.push({ id, found })
  }
  return result
}

export async function approvedTextsOfEachPost(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const found = await dataSource.getRepository(Comment).find({
      where: { postId: id, approved },
      select: { text: true },
      order: { createdAt: 'DESC' },
    })
    return found.map((comment) => comment.text)
  }))
}

export async function postsWithAuthors(ids: number[]) {
  const lines = []
  for (const id of ids) {
    const post = await posts.findOne({ where: { id }, relations: { author: true } })
    lines.push(post ? `${post.title} by ${post.author.email}` : 'gone')
  }
  return lines
}

export async function insideATransaction(ids: number[]) {
  return dataSource.transaction(async (manager) => {
    const emails = []
    for (const id of ids) {
      const user = await manager.findOneBy(User, { id })
      emails.push(user?.email)
    }
    return emails
  })
}

export async function rowsOfAChain(ids: number[]) {
  const result = []
  for (const postId of ids) {
    const found = await comments
      .createQueryBuilder('c')
      .leftJoinAndSelect('c.user', 'user')
      .where('c.postId = :postId AND c.approved = :approved', { postId, approved: true })
      .orderBy('c.id', 'DESC')
      .getMany()
    result.push(found.map((comment) => [comment.id, comment.user?.email]))
  }
  return result
}

export async function newestOfAChain(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const newest = await comments.createQueryBuilder('c').where('c.postId = :id', { id }).orderBy('c.id', 'DESC').limit(1).getOne()
    return { id, text: newest?.text ?? null }
  }))
}

export async function presentInAChain(ids: number[]) {
  const emails: string[] = []
  for (const id of ids) {
    const user = await dataSource.manager.createQueryBuilder(User, 'user').select(['user.email']).where('user.id = :id', { id }).getOneOrFail()
    emails.push(user.email)
  }
  return emails
}
