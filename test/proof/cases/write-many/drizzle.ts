import { and, eq } from 'drizzle-orm'
import { db } from './db.ts'
import { comments, posts, users } from './schema.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function addUsers(rows: NewUser[]) {
  for (const row of rows) {
    await db.insert(users).values({ id: row.id, email: row.email, name: row.name })
  }
}

export async function addWhole(rows: NewUser[]) {
  for (const row of rows) {
    await db.insert(users).values(row)
  }
}

export async function addedUsers(rows: NewUser[]) {
  const added = []
  for (const row of rows) {
    const [user] = await db.insert(users).values({ id: row.id, email: row.email, name: row.name }).returning()
    added.push(user)
  }
  return added
}

export async function addedIds(rows: NewUser[]) {
  const ids = await Promise.all(
    rows.map(async ({ id, email }) => {
      const name = email.split('@')[0]
      const [user] = await db.insert(users).values({ id, email, name }).returning({ id: users.id })
      return user
    }),
  )
  return ids
}

export async function addMissing(rows: NewUser[]) {
  for (const row of rows) {
    await db.insert(users).values({ id: row.id, email: row.email, name: row.name }).onConflictDoNothing()
  }
}

export async function addNamed(rows: NewUser[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await db.insert(users).values({ id: row.id, email: row.email, name: row.name })
  }
  return skipped
}

export async function addInTransaction(rows: NewUser[]) {
  await db.transaction(async (tx) => {
    for (const row of rows) {
      await tx.insert(users).values({ id: row.id, email: row.email, name: row.name })
    }
  })
}

export async function approveEach(ids: number[]) {
  for (const id of ids) {
    await db.update(comments).set({ approved: true }).where(eq(comments.id, id))
  }
}

export async function forgetPosts(postIds: number[], approved: boolean) {
  await Promise.all(postIds.map((postId) => db.delete(comments).where(and(eq(comments.postId, postId), eq(comments.approved, approved)))))
}

export async function deleteWithPosts(ids: number[]) {
  for (const id of ids) {
    await db.delete(comments).where(eq(comments.postId, id))
    await db.delete(posts).where(eq(posts.id, id))
  }
}

export async function addedOnlyOnce(rows: NewUser[]) {
  for (const row of rows) {
    const [known] = await db.select().from(users).where(eq(users.email, row.email))
    if (known) continue
    await db.insert(users).values({ id: row.id, email: row.email, name: row.name })
  }
}

export async function renamedEach(rows: NewUser[]) {
  for (const row of rows) {
    await db.update(users).set({ name: row.name }).where(eq(users.id, row.id))
  }
}

export async function upsertUsers(rows: NewUser[]) {
  for (const row of rows) {
    await db
      .insert(users)
      .values({ id: row.id, email: row.email, name: row.name })
      .onConflictDoUpdate({ target: users.id, set: { name: row.name } })
  }
}

async function addUser(id: number, email: string, name: string | null) {
  await db.insert(users).values({ id, email, name })
}

export async function addByHelper(rows: NewUser[]) {
  for (const row of rows) {
    await addUser(row.id, row.email, row.name)
  }
}

const saveUser = async (user: NewUser) => db.insert(users).values(user)

export async function addNamedByHelper(rows: NewUser[]) {
  const skipped: number[] = []
  for (const row of rows) {
    if (row.name === null) {
      skipped.push(row.id)
      continue
    }
    await saveUser({ id: row.id, email: row.email, name: row.name.trim() })
  }
  return skipped
}
