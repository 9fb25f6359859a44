import { describe, expect, test } from 'vitest'
import drizzle from '../../rules/libraries/drizzle.ts'
import { inLoop, offered } from './offered.ts'

describe('Drizzle', () => {
  const imports = 'import { and, asc, eq } from \'drizzle-orm\'\nimport { comments, users } from \'./schema\'\n'
  const run = (text: string) => offered(imports + text, { library: drizzle, schema: undefined })

  test('the first row, with the reader\'s own pattern', () => {
    const { text, trust } = run(inLoop('const [user] = await ⟦db.select⟧().from(users).where(eq(users.id, id)).limit(1)\nresult.push(user)'))
    expect(trust).toBe('safe')
    expect(text).toBe(`import { and, asc, eq, inArray } from 'drizzle-orm'
import { comments, users } from './schema'
export async function load(ids: number[]) {
  const result = []
  const foundUsers = await db.select().from(users).where(inArray(users.id, ids))
  const usersById = new Map(ids.map((id) => [id, [] as typeof foundUsers]))
  for (const user of foundUsers) usersById.get(user.id)?.push(user)
  for (const id of ids) {
    const [user] = usersById.get(id) ?? []
    result.push(user)
  }
  return result
}
`)
  })

  test('among other conditions, over several lines', () => {
    expect(run(`export async function load(ids: number[], approved: boolean) {
  return Promise.all(ids.map(async (id) => {
    const found = await ⟦db
      .select⟧({ text: comments.text, post: comments.postId })
      .from(comments)
      .where(and(eq(comments.postId, id), eq(comments.approved, approved)))
      .orderBy(asc(comments.id))
    return found.length
  }))
}
`).text).toBe(`import { and, asc, eq, inArray } from 'drizzle-orm'
import { comments, users } from './schema'
export async function load(ids: number[], approved: boolean) {
  const foundComments = await db
    .select({ text: comments.text, post: comments.postId })
    .from(comments)
    .where(and(inArray(comments.postId, ids), eq(comments.approved, approved)))
    .orderBy(asc(comments.id))
  const commentsByPost = new Map(
    ids.map((id) => [id, [] as typeof foundComments]),
  )
  for (const comment of foundComments) commentsByPost.get(comment.post)?.push(comment)
  return ids.map((id) => {
    const found = commentsByPost.get(id) ?? []
    return found.length
  })
}
`)
  })

  test('tables of a namespace', () => {
    expect(run(inLoop('const rows = await ⟦db.select⟧().from(schema.users).where(eq(schema.users.id, id))\nresult.push(rows)')).text)
      .toContain('const foundUsers = await db\n    .select()\n    .from(schema.users)\n    .where(inArray(schema.users.id, ids))\n')
  })

  test('the row itself', () => {
    expect(run(inLoop('result.push(await ⟦db.select⟧().from(users).where(eq(users.id, id)).get())')).text)
      .toContain('where(inArray(users.id, ids))\n    .all()\n  const usersById = new Map(ids.map((id) => [id, [] as typeof foundUsers]))\n  for (const user of foundUsers) usersById.get(user.id)?.push(user)\n  for (const id of ids) {\n    result.push(usersById.get(id)?.[0])\n')
  })

  test('the key is taken out again where somebody would see it', () => {
    const { text } = run(inLoop('result.push(await ⟦db.select⟧({ name: users.name }).from(users).where(eq(users.id, id)))'))
    expect(text).toContain('select({ name: users.name, id: users.id })')
    expect(text).toContain('{ id: key, ...user }')
  })

  test('the first of several rows', () => {
    const body = 'await ⟦db.select⟧().from(users).where(eq(users.name, String(id))).orderBy(asc(users.id)).limit(1)'
    expect(run(inLoop(`result.push(${body})`)).text).toContain('result.push((usersByName.get(String(id)) ?? []).slice(0, 1))')
    expect(run(inLoop(`const [row] = ${body}\nresult.push(row)`)).text).toContain('const [row] = usersByName.get(String(id)) ?? []')
  })

  test('is not offered where the rows would differ', () => {
    for (const chain of [
      '.from(users).where(eq(users.id, id)).limit(2)',
      '.from(users).where(or(eq(users.id, id)))',
      '.from(users).where(eq(id, users.id))',
      '.from(users).innerJoin(comments, eq(comments.userId, users.id)).where(eq(users.id, id))',
      '.from(users).where(eq(users.id, id)).groupBy(users.id)',
      '.from(users).where(eq(users.id, id)).where(eq(users.id, id))',
      '.from(users)',
    ]) expect(run(inLoop(`result.push(await ⟦db.select⟧()${chain})`)).title).toBeUndefined()
    expect(run(inLoop('const [row] = await ⟦db.select⟧({ total: count() }).from(users).where(eq(users.id, id))\nresult.push(row?.total)')).title).toBeUndefined()
    expect(run(inLoop('const [user] = await ⟦db.select⟧().from(users).where(eq(users.id, id))\nawait db.update(users).set({ name: \'x\' })')).title).toBeUndefined()
  })

  test('helpers of other packages are not taken for its own', () => {
    expect(offered(`import { eq } from './mine'\n${inLoop('result.push(await ⟦db.select⟧().from(users).where(eq(users.id, id)))')}`, { library: drizzle }).title).toBeUndefined()
  })
})
