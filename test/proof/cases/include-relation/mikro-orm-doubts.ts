import { orm } from './db.ts'
import { Post, User } from './entities.ts'

export async function editorMayBeNull() {
  const em = orm.em.fork()
  const posts = await em.find(Post, {}, { orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    if (!post.editor) continue
    const editor = await em.findOne(User, post.editor.id)
    result.push(editor?.email)
  }
  return result
}

export async function onlySomeFields() {
  const em = orm.em.fork()
  const posts = await em.find(Post, {}, { fields: ['id', 'author'], orderBy: { id: 'asc' } })
  const result = []
  for (const post of posts) {
    const author = await em.findOne(User, post.author.id)
    result.push(author?.email)
  }
  return result
}

export async function anotherManager() {
  const posts = await orm.em.fork().find(Post, {}, { orderBy: { id: 'asc' } })
  const em = orm.em.fork()
  const result = []
  for (const post of posts) {
    const author = await em.findOne(User, post.author.id)
    result.push(author?.email)
  }
  return result
}

export async function authorIsRenamedFirst() {
  const em = orm.em.fork()
  const posts = await em.find(Post, {}, { orderBy: { id: 'asc' } })
  await em.nativeUpdate(User, {}, { name: 'somebody' })
  const result = []
  for (const post of posts) {
    const author = await em.findOne(User, post.author.id)
    result.push(author?.name)
  }
  return result
}
