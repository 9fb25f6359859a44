import { orm } from './db.ts'
import { Article, Post, User } from './entities.ts'

export async function authorOfEachPost() {
  const em = orm.em.fork()
  const posts = await em.find(Post, {}, { orderBy: { id: 'asc' } })
  const feed = []
  for (const post of posts) {
    const author = await em.findOne(User, post.author.id)
    feed.push({ title: post.title, author: author?.name, email: author?.email })
  }
  return feed
}

export async function allAtOnce() {
  const em = orm.em.fork()
  const posts = await em.find(Post, { published: true }, { orderBy: { id: 'desc' } })
  return Promise.all(posts.map(async (post) => {
    const author = await em.findOne(User, { id: post.author.id })
    return `${post.title} by ${author?.email}`
  }))
}

export async function withoutOptions() {
  const em = orm.em.fork()
  const posts = await em.find(Post, { published: true })
  const result = []
  for (const post of posts) {
    const author = await em.findOne(User, { id: post.author.id })
    result.push(`${post.id} ${author?.email}`)
  }
  return result.sort()
}

export async function pageOfPosts() {
  const em = orm.em.fork()
  const [posts, total] = await em.findAndCount(Post, {}, { orderBy: { id: 'asc' }, limit: 2000 })
  const result = []
  for (const post of posts) {
    const author = await em.findOne(User, { id: post.author.id })
    result.push(`${post.title} ${author?.email}`)
  }
  return { result, total }
}

export async function referencesAreLoaded() {
  const em = orm.em.fork()
  const articles = await em.find(Article, {}, { orderBy: { id: 'asc' } })
  const result = []
  for (const article of articles) {
    const author = await article.author.load()
    result.push(`${article.title} by ${author?.email}`)
  }
  return result
}
