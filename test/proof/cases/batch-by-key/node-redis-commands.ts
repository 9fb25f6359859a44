import { client } from './db.ts'

export async function profiles(ids: number[]) {
  const found = []
  for (const id of ids) {
    const profile = await client.hGetAll(`profile:${id}`)
    found.push(profile.name ?? 'nobody')
  }
  return found
}

export async function numbersOfPosts(authors: { id: number }[]) {
  const lines = []
  for (const [place, author] of authors.entries()) {
    const posts = await client.sCard(`posts:${author.id}`)
    lines.push({ place, author: author.id, posts })
  }
  return lines
}

async function nameOf(id: number, prefix: string) {
  const name = await client.hGet(`${prefix}:${id}`, 'name')
  return name ?? 'nobody'
}

export async function namesBehindACall(ids: number[]) {
  const names = []
  for (const id of ids) names.push(await nameOf(id, 'profile'))
  return names
}
