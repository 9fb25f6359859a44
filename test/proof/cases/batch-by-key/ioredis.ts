import { redis } from './db.ts'

export async function nameOfEachId(ids: number[]) {
  const names: (string | null)[] = []
  for (const id of ids) {
    const name = await redis.get(`user:${id}`)
    names.push(name)
  }
  return names
}

export async function allAtOnce(ids: number[]) {
  return { names: await Promise.all(ids.map((id) => redis.get(`user:${id}`))) }
}

export async function withFallback(ids: number[]) {
  const names = await Promise.all(ids.map(async (id) => {
    const name = await redis.get(`user:${id}`)
    return { id, name: name ?? 'nobody' }
  }))
  return names
}

export async function keysAsGiven(keys: string[]) {
  const found = new Map<string, string>()
  for (const key of keys) {
    const value = await redis.get(key)
    if (value !== null) found.set(key, value)
  }
  return found
}
