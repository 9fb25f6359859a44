import { asc, count, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

async function nameOf(id: number) {
  const [user] = await db.select().from(users).where(eq(users.id, id))
  return user?.name ?? 'nobody'
}

export async function firstUserForEach(ids: number[]) {
  const lines = []
  for (const id of ids) {
    const [first] = await db.select().from(users).orderBy(asc(users.id)).limit(1)
    lines.push(`${id} ${first?.email}`)
  }
  return lines
}

export async function shareOfEach(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const [{ total }] = await db.select({ total: count() }).from(comments).where(eq(comments.approved, true)) as [{ total: number }]
    return id / (1 + total)
  }))
}

export async function behindAHelper(ids: number[]) {
  const lines: string[] = []
  for (const id of ids) lines.push(`${id} for ${await nameOf(1)}`)
  return lines
}

export async function forEachPost() {
  const all = await db.select().from(posts).orderBy(asc(posts.id))
  const cards = []
  for (const post of all) {
    const readers = await db.select({ name: users.name }).from(users).orderBy(asc(users.id))
    cards.push({ title: post.title, readers: readers.map((user) => user.name) })
  }
  return cards
}

export async function rowsAreChanged(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const all = await db.select().from(users).orderBy(asc(users.id))
    all.push({ id, email: '', name: null })
    seen.push(all)
  }
  return seen
}

export async function writesInTheLoop(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const [first] = await db.select().from(users).orderBy(asc(users.id)).limit(1)
    await db.update(users).set({ name: `Name ${id}` }).where(eq(users.id, first?.id ?? 0))
    seen.push(first?.name)
  }
  return seen
}
