import { client } from './db.ts'

export async function nameOfEachId(ids: number[]) {
  const names: (string | null)[] = []
  for (const id of ids) {
    const name = await client.get(`user:${id}`)
    names.push(name)
  }
  return names
}

export async function keysAsGiven(keys: string[]) {
  const found = new Map<string, string>()
  for (const key of keys) {
    const value = await client.get(key)
    if (value !== null) found.set(key, value)
  }
  return found
}
