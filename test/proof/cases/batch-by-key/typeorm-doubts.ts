import { comments, dataSource, posts, users } from './db.ts'
import { Post, User } from './entities.ts'

export async function failsWhenMissing(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await users.findOneByOrFail({ id })
    result.push(user.email)
  }
  return result
}

export async function keyMayBeNull(keys: (number | null)[]) {
  const result = []
  for (const userId of keys) {
    const found = await comments.findBy({ userId: userId! })
    result.push(found.length)
  }
  return result
}

export async function keyMayBeUndefined(keys: (number | undefined)[]) {
  const result = []
  for (const id of keys) {
    const user = await users.findOneBy({ id })
    result.push(user?.email)
  }
  return result
}

export async function onlyThoseThatAreThere(keys: (number | undefined)[]) {
  const result = []
  for (const id of keys) {
    if (id === undefined) continue
    const user = await users.findOneBy({ id })
    result.push(user?.email)
  }
  return result
}

export async function newestCommentOfEachPost(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await comments.findOne({ where: { postId: id }, order: { createdAt: 'DESC' } }))
  }
  return result
}

export async function twoOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await comments.find({ where: { postId: id }, order: { createdAt: 'DESC' }, take: 2 })
    result.push(found.map((comment) => comment.text))
  }
  return result
}

export async function eitherOfTwo(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await posts.find({ where: [{ authorId: id }, { editorId: id }], order: { id: 'ASC' } })
    result.push(found.map((post) => post.title))
  }
  return result
}

export async function byTheRelation(ids: number[]) {
  const result = []
  for (const id of ids) {
    const found = await comments.find({ where: { post: { id } }, order: { id: 'ASC' } })
    result.push(found.map((comment) => comment.text))
  }
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await users.findOneBy({ id })
    if (!user) continue
    seen.push(user.name)
    await users.update({ id }, { name: `${user.name ?? ''}+` })
  }
  return seen
}

export async function readsWhatTheManagerWrote(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await users.findOneBy({ id })
    if (!user) continue
    seen.push(user.name)
    await dataSource.manager.update(User, { id }, { name: `${user.name ?? ''}-` })
  }
  return seen
}

export async function changesTheRow(ids: number[]) {
  const result = []
  for (const id of ids) {
    const user = await users.findOneBy({ id })
    if (!user) continue
    user.name = `${user.name ?? ''}${result.length}`
    result.push(user)
  }
  return result
}

export async function savesTheRow(ids: number[]) {
  const result = []
  for (const id of ids) {
    const post = await posts.findOneBy({ id })
    if (!post) continue
    result.push(post.title)
    await posts.save({ ...post, title: `${post.title}!` })
  }
  return result
}

export async function keysAreText(keys: string[]) {
  const result = []
  for (const key of keys) {
    const user = await users.findOneBy({ id: key as unknown as number })
    result.push(user?.email)
  }
  return result
}

export async function postIsPublished(ids: number[]) {
  const result = []
  for (const id of ids) {
    result.push(await dataSource.getRepository(Post).existsBy({ id, published: true }))
  }
  return result
}

export async function eachOfASet(ids: number[]) {
  const unique = new Set(ids)
  const result = []
  for (const id of unique) {
    result.push(await users.findOneBy({ id }))
  }
  return result
}

export async function queryRunnersManager(ids: number[]) {
  const runner = dataSource.createQueryRunner()
  const result = []
  try {
    for (const id of ids) {
      const user = await runner.manager.findOne(User, { where: { id } })
      result.push(user?.email)
    }
  } finally {
    await runner.release()
  }
  return result
}
