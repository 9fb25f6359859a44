import { dataSource, posts, users } from './db.ts'
import { Article, Post, User } from './entities.ts'

export async function authorOfEachPost() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const feed = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    feed.push({ title: post.title, author: author?.name, email: author?.email })
  }
  return feed
}

export async function wholeAuthorOfEachPost() {
  const list = await posts.find({ order: { id: 'DESC' } })
  return Promise.all(list.map(async (post) => ({
    id: post.id,
    author: await users.findOne({ where: { id: post.authorId } }),
  })))
}

export async function newestPosts() {
  const list = await posts.find({ relations: { editor: true }, order: { id: 'DESC' }, take: 2000 })
  const lines = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    lines.push(`${post.title} by ${author?.email}, edited by ${post.editor?.email ?? 'nobody'}`)
  }
  return lines
}

export async function optionalEditor() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    if (!post.editorId) continue
    const editor = await users.findOneBy({ id: post.editorId })
    result.push({ title: post.title, editor: editor?.email ?? 'nobody' })
  }
  return result
}

export async function allPosts() {
  const list = await posts.find()
  const result = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    result.push(`${post.id} ${author?.email}`)
  }
  return result.sort()
}

export async function pageOfPosts() {
  const [list, total] = await posts.findAndCount({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const author = await users.findOneBy({ id: post.authorId })
    result.push(`${post.title} ${author?.email}`)
  }
  return { result, total }
}

export async function withTheManager() {
  const list = await dataSource.manager.find(Post, { where: { published: true }, order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const author = await dataSource.manager.findOneBy(User, { id: post.authorId })
    result.push(author?.email)
  }
  return result
}

export async function authorMustBeThere() {
  const list = await posts.find({ order: { id: 'ASC' } })
  const result = []
  for (const post of list) {
    const author = await users.findOneByOrFail({ id: post.authorId })
    result.push(author.email)
  }
  return result
}

export async function lazyAuthors() {
  const articles = await dataSource.getRepository(Article).find({ order: { id: 'DESC' }, take: 2000 })
  const result: string[] = []
  for (const article of articles) {
    const author = await article.author
    result.push(`${article.title} by ${author.email}`)
  }
  return result
}
