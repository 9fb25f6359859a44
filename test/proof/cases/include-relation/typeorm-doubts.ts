import { comments, dataSource, posts, users } from './db.ts'
import { User } from './entities.ts'

export async function postIsAnsweredWhole() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const feed = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    feed.push({ post, by: author?.email })
  }
  return feed
}

export async function onlySomeColumns() {
  const list = await posts.find({ select: { id: true, authorId: true }, order: { id: 'ASC' } })
  const feed = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    feed.push({ id: post.id, by: author?.email })
  }
  return feed
}

export async function nameOfTheAuthor() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const feed = []
  for (const post of list) {
    const author = await users.findOne({ where: { id: post.authorId }, select: { email: true } })
    feed.push({ id: post.id, author })
  }
  return feed
}

export async function keyMayBeNull() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const editor = await users.findOneBy({ id: post.editorId! })
    result.push(editor?.email)
  }
  return result
}

export async function commentsOfEachPost() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const found = await comments.find({ where: { postId: post.id }, order: { id: 'ASC' } })
    result.push({ title: post.title, texts: found.map((comment) => comment.text) })
  }
  return result
}

export async function authorIsRenamedFirst() {
  const list = await posts.find({ order: { id: 'ASC' } })
  await dataSource.getRepository(User).update({}, { name: 'somebody' })
  const result = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    result.push(author?.name)
  }
  return result
}

export async function furtherConditionOnTheAuthor() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId, name: 'Ada' })
    result.push(author?.email)
  }
  return result
}

export async function keysOfThePostAreListed() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    result.push([...Object.keys(post), author?.email])
  }
  return result
}

export async function outsideOfTheTransaction() {
  const list = await posts.find({ order: { id: 'ASC' } })
  return dataSource.transaction(async (manager) => {
    const result = []
    for (const post of list) {
      const author = await manager.findOneBy(User, { id: post.authorId })
      result.push(author?.email)
    }
    return result
  })
}
