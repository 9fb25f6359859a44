import { prisma } from './db.ts'

async function nameOf(email: string) {
  const user = await prisma.user.findUnique({ where: { email } })
  return user?.name ?? 'nobody'
}

export async function firstUserForEach(ids: number[]) {
  const lines = []
  for (const id of ids) {
    // The same for all of them.
    const first = await prisma.user.findFirst({ orderBy: { id: 'asc' } })
    lines.push(`${id} ${first?.email}`)
  }
  return lines
}

export async function shareOfEach(ids: number[]) {
  return Promise.all(ids.map(async (id) => id / (1 + (await prisma.comment.count({ where: { approved: true } })))))
}

export async function behindAHelper(ids: number[]) {
  const lines: string[] = []
  for (let index = 0; index < ids.length; index++) {
    lines.push(`${ids[index]} for ${await nameOf('user-1@example.org')}`)
  }
  return lines
}

export async function forEachPost() {
  const posts = await prisma.post.findMany({ orderBy: { id: 'asc' } })
  const cards = []
  for (const { title } of posts) {
    const users = await prisma.user.findMany({ select: { name: true }, orderBy: { id: 'asc' } })
    cards.push({ title, readers: users.map((user) => user.name) })
  }
  return cards
}

export async function nameIsTaken(ids: number[]) {
  const first = ids[0] ?? 0
  const seen = []
  for (const id of ids) {
    if (id > 0) {
      const first = await prisma.user.count()
      seen.push(first + id)
    }
  }
  return { first, seen }
}

export async function onlyForSome(ids: number[]) {
  const seen = []
  for (const id of ids) {
    if (id % 2 === 0) continue
    const count = await prisma.user.count()
    seen.push(id + count)
  }
  return seen
}

export async function rowsAreChanged(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const users = await prisma.user.findMany({ orderBy: { id: 'asc' } })
    users.push({ id, email: '', name: null })
    seen.push(users)
  }
  return seen
}

export async function rowIsRenamed(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await prisma.user.findFirst({ orderBy: { id: 'asc' } })
    if (user) user.name = `${user.name} ${id}`
    seen.push(user?.name)
  }
  return seen
}

export async function writesInTheLoop(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const first = await prisma.user.findFirst({ orderBy: { id: 'asc' } })
    await prisma.user.updateMany({ where: { id: first?.id ?? 0 }, data: { name: `Name ${id}` } })
    seen.push(first?.name)
  }
  return seen
}

export async function failsForSome(ids: number[]) {
  const seen = []
  for (const id of ids) {
    try {
      const user = await prisma.user.findFirstOrThrow({ where: { name: 'Ada' } })
      seen.push(`${id} ${user.email}`)
    } catch {
      seen.push(`${id}`)
    }
  }
  return seen
}

export async function asksWithWhatItChanges(ids: number[]) {
  const wanted = { id: 0 }
  const seen = []
  for (const id of ids) {
    const user = await prisma.user.findFirst({ where: { id: wanted.id } })
    wanted.id = id
    seen.push(user?.email)
  }
  return seen
}

export async function untilThere(ids: number[]) {
  const seen = []
  for (const id of ids) {
    const user = await prisma.user.findFirst({ where: { name: 'Bo' } })
    if (user?.name === 'Bo') return { seen, user }
    seen.push(id)
  }
  return { seen, user: null }
}
