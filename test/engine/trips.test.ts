/** The formula of a finding: one more trip where the list itself comes from a query, and chunks are no factor. */
import { describe, expect, it } from 'vitest'
import { Project } from './project.ts'

const drizzle = `import { drizzle } from 'drizzle-orm/node-postgres'\nimport { eq } from 'drizzle-orm'\nimport { posts, users } from './schema'\nconst db = drizzle(process.env.URL!)\n`
const pg = `import { Pool } from 'pg'\nconst pool = new Pool()\n`
const prisma = `import { PrismaClient } from '@prisma/client'\nconst prisma = new PrismaClient()\n`

const cases: [name: string, text: string, formula: string | undefined][] = [
  ['a list that a parameter gives', `${prisma}export async function f(ids: string[]) { for (const id of ids) await prisma.user.findFirst({ where: { id } }) }`, 'ids'],
  ['a list of Prisma', `${prisma}export async function f() { const list = await prisma.post.findMany(); for (const post of list) await prisma.user.findFirst({ where: { id: post.authorId } }) }`, '1 + list'],
  ['a list of Drizzle', `${drizzle}export async function f() { const list = await db.select().from(posts); for (const post of list) await db.select().from(users).where(eq(users.id, post.authorId)) }`, '1 + list'],
  ['a list of Drizzle, all at once', `${drizzle}export async function f() { const list = await db.select().from(posts); return Promise.all(list.map(async (post) => db.select().from(users).where(eq(users.id, post.authorId)))) }`, '1 + list'],
  ['rows of node-postgres', `${pg}export async function f() { const { rows } = await pool.query('select * from posts'); for (const post of rows) await pool.query('select * from users where id = $1', [post.author_id]) }`, '1 + rows'],
  ['rows under another name', `${pg}export async function f() { const { rows: list } = await pool.query('select * from posts'); return Promise.all(list.map((post) => pool.query('select * from users where id = $1', [post.author_id]))) }`, '1 + list'],
  ['a loop in a loop', `${prisma}export async function f(users: { posts: string[] }[]) { for (const user of users) for (const id of user.posts) await prisma.post.findFirst({ where: { id } }) }`, 'users × user.posts'],
  ['each chunk of a list', `${prisma}declare function chunk<T>(list: T[], size: number): T[][]\nexport async function f(ids: string[]) { for (const part of chunk(ids, 100)) for (const id of part) await prisma.post.findFirst({ where: { id } }) }`, 'part'],
]

describe('trips of', () => {
  it.each(cases)('%s', (_, text, formula) => {
    expect(new Project({ 'a.ts': text }).findings().filter((finding) => finding.rule === 'n-plus-one').map((finding) => finding.trips)).toEqual([formula])
  })
})

describe('a signal', () => {
  const project = (signal: string) => new Project({
    'a.ts': `import express from 'express'\nconst app = express()\napp.post('/x', async (req, res) => {\n  const controller = new AbortController()\n${signal}\n  await fetch('https://example.com', options)\n  res.json({})\n})\n`,
  }).said().filter((it) => it.startsWith('missing-timeout'))

  it.each([
    ['of a clock', 'const options = { signal: AbortSignal.timeout(5000) }', 0],
    ['of a controller that a timer aborts', 'setTimeout(() => controller.abort(), 5000)\nconst options = { signal: controller.signal }', 0],
    ['of a controller that only the visitor aborts', "req.on('close', () => controller.abort())\nconst options = { signal: controller.signal }", 1],
    ['of a controller that is handed on', 'watch(controller)\nconst options = { signal: controller.signal }', 0],
    ['of a clock among others', 'const options = { signal: AbortSignal.any([controller.signal, AbortSignal.timeout(5000)]) }', 0],
    ['from elsewhere', 'const options = { signal: (req as any).signal }', 0],
    ['that is not there', 'const options = {}', 1],
  ])('%s', (_, text, count) => {
    expect(project(text)).toHaveLength(count)
  })
})
