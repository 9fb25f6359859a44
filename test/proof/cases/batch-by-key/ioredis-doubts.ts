import { redis } from './db.ts'

export async function readsWhatItWrote(ids: number[]) {
  const names = []
  for (const id of ids) {
    names.push(await redis.get(`user:${id}`))
    await redis.set(`user:${id}`, `${id}`)
  }
  return names
}

export async function firstFound(ids: number[]) {
  for (const id of ids) {
    const name = await redis.get(`user:${id}`)
    if (name) return name
  }
  return null
}

export async function onlySome(ids: number[]) {
  const names = []
  for (const id of ids) {
    if (id % 2 === 0) continue
    names.push(await redis.get(`user:${id}`))
  }
  return names
}
