import { prisma } from './db.ts'
import { Comments, described, latestOf, lineOf, profileOf, StoredReaders, textsOf, votes, type Readers } from './profiles.ts'

export async function profileOfEach(ids: number[]) {
  const profiles = []
  for (const id of ids) profiles.push(await profileOf(id))
  return profiles
}

export async function failuresAreCaught(ids: number[]) {
  const names: string[] = []
  for (const id of ids) {
    try {
      const { name } = await profileOf(id)
      names.push(name)
    } catch (error) {
      names.push((error as Error).message)
    }
  }
  return names
}

export async function lineOfEach() {
  const comments = await prisma.comment.findMany({ orderBy: { id: 'asc' } })
  let text = ''
  for (const comment of comments) text += `${await lineOf(prisma, comment)}\n`
  return text
}

export async function textsOfEach(pairs: { postId: number; approved: boolean }[]) {
  const texts = []
  for (const { postId, approved } of pairs) texts.push(await textsOf(postId, approved))
  return texts
}

export async function newestOfEach(ids: number[]) {
  const comments = new Comments(prisma)
  return Promise.all(ids.map(async (id) => ({ id, newest: await comments.newest(id) })))
}

export async function thoseWithAny(ids: number[]) {
  const found: number[] = []
  for (const id of ids) {
    if (await votes.hasAny(id)) found.push(id)
  }
  return found
}

export async function byItsName() {
  const comments = await prisma.comment.findMany({ orderBy: { id: 'asc' } })
  return Promise.all(comments.map(described))
}

export async function inTwoLoops(lists: number[][]) {
  const all = []
  for (const list of lists) {
    const names = []
    for (const id of list) names.push((await profileOf(id)).name)
    all.push(names)
  }
  return all
}

const readers: Readers = new StoredReaders()

export async function byItsType(ids: number[]) {
  const lines = []
  for (const id of ids) lines.push(await readers.greeting(id))
  return lines
}

export async function latestOfPairs(pairs: { postId: number; approved: boolean }[]) {
  return Promise.all(pairs.map(async ({ postId, approved }) => ({ postId, latest: await latestOf({ postId, approved }) })))
}
