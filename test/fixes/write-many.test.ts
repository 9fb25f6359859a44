import { describe, expect, test } from 'vitest'
import { writeMany } from '../../rules/fixes/write-many.ts'
import drizzle from '../../rules/libraries/drizzle.ts'
import mongodb from '../../rules/libraries/mongodb.ts'
import pg from '../../rules/libraries/node-postgres.ts'
import prisma from '../../rules/libraries/prisma.ts'
import { fixed, reach, type Given } from '../kit/reached.ts'
import { blog } from './blog.ts'

const offered = (text: string, given: Partial<Given> = {}) => {
  const whole: Given = { library: prisma, schema: blog, text, ...given, call: { effect: 'write', result: 'unused', ...given.call } }
  const { reached, about } = reach(whole)
  const fix = writeMany(reached, about)
  return { title: fix?.title, trust: fix?.trust, text: fixed(fix, reached.source, whole)?.[reached.source.path] }
}
const inLoop = (body: string, head = 'rows: Row[]', loop = 'const row of rows') => `export async function save(${head}) {\n  for (${loop}) {\n    ${body}\n  }\n}\n`
const userCall = { call: { subject: 'user' } }

describe('rows', () => {
  test('the failure that changes is named', () => {
    const { title, trust, text } = offered(inLoop('await ⟦prisma.user.create⟧({ data: { email: row.email } })'), userCall)
    expect(trust).toBe('review')
    expect(title).toBe('Insert all users with one query, if none should stay when one fails (review)')
    expect(text).toBe('export async function save(rows: Row[]) {\n  await prisma.user.createMany({\n    data: rows.map((row) => ({ email: row.email })),\n  })\n}\n')
  })

  test('what is created along, or connected, has no form for many', () => {
    expect(offered(inLoop('await ⟦prisma.user.create⟧({ data: { email: row.email, posts: { create: row.posts } } })'), userCall).text).toBeUndefined()
    expect(offered(inLoop('await ⟦prisma.post.create⟧({ data: { title: row.title, author: row.author } })'), { call: { subject: 'post' } }).text).toBeUndefined()
  })

  test('SQLite takes many rows since Prisma 5.14', () => {
    const sqlite = { ...blog, provider: 'sqlite' }
    const text = inLoop('await ⟦prisma.user.create⟧({ data: { email: row.email } })')
    expect(offered(text, { schema: sqlite, call: { subject: 'user', version: '5.10.0' } }).text).toBeUndefined()
    expect(offered(text, { schema: sqlite, call: { subject: 'user', version: '6.1.0' } }).text).toContain('createMany')
  })

  test('MySQL gives no rows back', () => {
    const text = 'export async function save(rows: Row[]) {\n  return Promise.all(rows.map((row) => ⟦prisma.user.create⟧({ data: { email: row.email } })))\n}\n'
    expect(offered(text, { schema: { ...blog, provider: 'mysql' }, call: { subject: 'user', version: '6.1.0', result: 'used' } }).text).toBeUndefined()
    expect(offered(text, { call: { subject: 'user', version: '6.1.0', result: 'used' } }).text)
      .toContain('return prisma.user.createManyAndReturn({\n    data: rows.map((row) => ({ email: row.email })),\n  })')
  })

  test('a list of which nothing is known is walked as before', () => {
    const { text } = offered(inLoop('await ⟦prisma.user.create⟧({ data: { email: row.email, name: \'new\' } })', 'input', 'const row of input.rows'), userCall)
    expect(text).toContain('  const users = []\n  for (const row of input.rows) {\n    users.push({ email: row.email, name: \'new\' as const })\n  }\n  await prisma.user.createMany({ data: users })\n')
  })

  test('what is created along stays unseen behind no condition', () => {
    const row = (spread: string) => inLoop(`await ⟦prisma.user.create⟧({ data: { email: row.email, ...${spread} } })`)
    expect(offered(row('(row.isNew && { posts: { create: row.posts } })'), userCall).text).toBeUndefined()
    expect(offered(row('(row.isNew ? {} : { posts: { connect: row.posts } })'), userCall).text).toBeUndefined()
    expect(offered(row('(row.isNew && { name: row.name })'), userCall).title).toBe('Insert all users with one query, if none should stay when one fails (review)')
  })

  test('a row that is collected keeps its literals, and moves to its place', () => {
    const row = 'if (row.isOld) continue\n    await ⟦prisma.user.create⟧({\n      data: {\n        email: row.email,\n        name: row.isNew ? \'new\' : row.name ?? \'old\',\n      },\n    })'
    expect(offered(inLoop(row), userCall).text).toContain(
      '    users.push({\n      email: row.email,\n      name: row.isNew ? \'new\' as const : row.name ?? \'old\' as const,\n    })\n')
  })

  test('texts of several lines stay where they are', () => {
    expect(offered(inLoop('await ⟦prisma.user.create⟧({ data: { email: `${row.email}\n  x` } })'), userCall).text).toBeUndefined()
  })

  test('an empty list is not written where that fails', () => {
    const { text } = offered(inLoop('await ⟦db.insert⟧(users).values({ email: row.email })'), { library: drizzle, schema: undefined })
    expect(text).toContain('  if (rows.length > 0) {\n    await db.insert(users).values(rows.map((row) => ({ email: row.email })))\n  }\n')
  })

  test('documents that come first stay, as in the loop', () => {
    const { title } = offered(inLoop('await ⟦users.insertOne⟧({ email: row.email })'), { library: mongodb, schema: undefined })
    expect(title).toBe('Insert all users with one query, if an error may be a `MongoBulkWriteError` (review)')
  })
})

describe('keys', () => {
  test('a step up is taken once for each time that a key comes', () => {
    expect(offered(inLoop('await ⟦prisma.user.updateMany⟧({ where: { id: row.id }, data: { visits: { increment: 1 } } })'), userCall).text).toBeUndefined()
  })

  test('in SQL', () => {
    const sql = { library: pg, schema: undefined }
    expect(offered(inLoop('await ⟦pool.query⟧(\'delete from users where id = $1::uuid and site = $2\', [id, site])', 'ids: string[], site: string', 'const id of ids'), sql).text)
      .toContain('await pool.query(\n    \'delete from users where id = ANY($1::uuid[]) and site = $2\',\n    [ids, site],\n  )')
    expect(offered(inLoop('await ⟦pool.query⟧(\'insert into users (id, at) values ($1, now())\', [id])', 'ids: string[]', 'const id of ids'), sql).text)
      .toContain('\'insert into users (id, at) select id, now() from json_populate_recordset(null::users, $1)\',\n    [JSON.stringify(ids.map((id) => ({ id })))]')
    expect(offered(inLoop('await ⟦pool.query⟧(\'update users set visits = visits + 1 where id = $1\', [id])', 'ids: string[]', 'const id of ids'), sql).text).toBeUndefined()
  })
})
