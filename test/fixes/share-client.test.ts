import { describe, expect, test } from 'vitest'
import { shareClient } from '../../rules/fixes/share-client.ts'
import drizzle from '../../rules/libraries/drizzle.ts'
import nodePostgres from '../../rules/libraries/node-postgres.ts'
import prisma from '../../rules/libraries/prisma.ts'
import { fixed, reach, type Given } from '../kit/reached.ts'

const offered = (text: string, given: Partial<Given> = {}) => {
  const whole: Given = { library: prisma, text, ...given }
  const { reached, about } = reach(whole)
  const fix = shareClient(reached, about)
  return { title: fix?.title, trust: fix?.trust, text: fixed(fix, reached.source, whole)?.[reached.source.path] }
}
const head = 'import { PrismaClient } from \'@prisma/client\'\nimport { app } from \'./app\'\n'
const handler = (body: string) => `${head}\n// All users\napp.get('/', async (req, res) => {\n${body.replace(/^(?=.)/gm, '  ')}\n})\n`

test('goes to the module, and is no longer closed', () => {
  expect(offered(handler('const prisma = ⟦new PrismaClient⟧()\nres.json(await prisma.user.findMany())\nawait prisma.$disconnect()').replace('⟦new PrismaClient⟧', 'new ⟦PrismaClient⟧'))).toEqual({
    title: 'Share one `prisma` among all requests', trust: 'safe', text: `import { PrismaClient } from '@prisma/client'
import { app } from './app'

const prisma = new PrismaClient()

// All users
app.get('/', async (req, res) => {
  res.json(await prisma.user.findMany())
})
` })
})

test('a finally that only closed goes as well', () => {
  const body = 'const prisma = new ⟦PrismaClient⟧()\ntry {\n  const users = await prisma.user.findMany()\n  res.json(users)\n} catch (error) {\n  res.status(500).end()\n} finally {\n  await prisma.$disconnect()\n}'
  expect(offered(handler(body)).text).toContain('  } catch (error) {\n    res.status(500).end()\n  }\n})')
  expect(offered(handler(body.replace(' catch (error) {\n  res.status(500).end()\n}', ''))).text)
    .toContain('async (req, res) => {\n  const users = await prisma.user.findMany()\n  res.json(users)\n})')
  expect(offered(handler(body.replace('await prisma.$disconnect()', 'log()\n  await prisma.$disconnect()'))).text)
    .toContain('} finally {\n    log()\n  }\n})')
})

test('behind what it is made of; the environment must be there by then', () => {
  expect(offered(`import { Pool } from 'pg'

const options = { max: 5 }

export async function load() {
  const pool = new ⟦Pool⟧({ connectionString: process.env.DATABASE_URL, ...options })
  return pool.query('select 1')
}
`, { library: nodePostgres })).toEqual({
    title: 'Share one `pool` among all requests, if the environment is set before this file is loaded (review)', trust: 'review', text: `import { Pool } from 'pg'

const options = { max: 5 }

const pool = new Pool({ connectionString: process.env.DATABASE_URL, ...options })

export async function load() {
  return pool.query('select 1')
}
` })
})

test('Next.js reloads modules: the client of before is kept', () => {
  const given = { dependencies: { next: '16.0.0' } }
  expect(offered('import { PrismaClient } from "@prisma/client";\n\nexport async function GET() {\n\tconst prisma = new ⟦PrismaClient⟧();\n\treturn Response.json(await prisma.user.findMany());\n}\n', given).text)
    .toBe(`import { PrismaClient } from "@prisma/client";

const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };
const prisma = globalForPrisma.prisma ?? new PrismaClient();
if (process.env.NODE_ENV !== "production") globalForPrisma.prisma = prisma;

export async function GET() {
	return Response.json(await prisma.user.findMany());
}
`)
  expect(offered('import { PrismaClient } from \'@prisma/client\'\nexport async function GET() {\n  const prisma = new ⟦PrismaClient⟧()\n  return prisma.user.findMany()\n}\n', { ...given, path: 'app/route.js' }).text)
    .toContain('const prisma = globalThis.prisma ?? new PrismaClient()\nif (process.env.NODE_ENV !== \'production\') globalThis.prisma = prisma\n')
  expect(offered('import { drizzle } from \'drizzle-orm/node-postgres\'\nexport async function GET() {\n  const db = ⟦drizzle⟧(url)\n  return db.select()\n}\nconst url = \'x\'\n', { ...given, library: drizzle }).text).toBe(`import { drizzle } from 'drizzle-orm/node-postgres'
export async function GET() {
  return db.select()
}
const url = 'x'

const createDb = () => drizzle(url)
const globalForDb = globalThis as unknown as { db?: ReturnType<typeof createDb> }
const db = globalForDb.db ?? createDb()
if (process.env.NODE_ENV !== 'production') globalForDb.db = db
`)
})

test('a module that has it already only loses the second one', () => {
  expect(offered(`${head}const prisma = new PrismaClient()\napp.get('/', async () => {\n  const prisma = new ⟦PrismaClient⟧()\n  return prisma.user.findMany()\n})\n`).text)
    .toBe(`${head}const prisma = new PrismaClient()\napp.get('/', async () => {\n  return prisma.user.findMany()\n})\n`)
})

test('a module that uses the name for something else keeps it', () => {
  expect(offered(`${head}const prisma = new PrismaClient({ log: ['query'] })\napp.get('/', async () => {\n  const prisma = new ⟦PrismaClient⟧()\n  return prisma.user.findMany()\n})\n`).text)
    .toBe(`${head}\nconst prisma2 = new PrismaClient()\nconst prisma = new PrismaClient({ log: ['query'] })\napp.get('/', async () => {\n  const prisma = prisma2\n  return prisma.user.findMany()\n})\n`)
})

test('what is done with it besides', () => {
  expect(offered(handler('const prisma = new ⟦PrismaClient⟧()\nprisma.$on(\'query\', log)\nres.json(await prisma.user.findMany())')))
    .toMatchObject({ title: 'Share one `prisma` among all requests, if `$on` may run again on the shared one (review)' })
  expect(offered(handler('const prisma = new ⟦PrismaClient⟧()\nres.json(await load(prisma))')).trust).toBe('review')
})

describe('is not offered', () => {
  const bodies: Record<string, string> = {
    'when it is made of the request': 'const prisma = new ⟦PrismaClient⟧({ url: req.url })',
    'when it is made of something awaited': 'const prisma = new ⟦PrismaClient⟧({ url: await secret() })',
    'when it may be given anew': 'let prisma = new ⟦PrismaClient⟧()',
    'when it is taken apart': 'const { user } = new ⟦PrismaClient⟧()',
    'when it has no name': 'res.json(await new ⟦PrismaClient⟧().user.findMany())',
    'when it is one of several': 'const prisma = new ⟦PrismaClient⟧(), now = 1',
    'when it is given back': 'const prisma = new ⟦PrismaClient⟧()\nreturn prisma',
    'when its closing is part of more': 'const prisma = new ⟦PrismaClient⟧()\nawait work().finally(() => prisma.$disconnect())',
    'when names would meet': 'const users = 1\nconst prisma = new ⟦PrismaClient⟧()\ntry {\n  const users = 2\n} finally {\n  await prisma.$disconnect()\n}',
  }
  for (const [name, body] of Object.entries(bodies)) test(name, () => expect(offered(handler(body)).title).toBeUndefined())

  test('on platforms where it is wrong, for and for single connections', () => {
    const text = handler('const prisma = new ⟦PrismaClient⟧()\nres.json(await prisma.user.findMany())')
    expect(offered(text, { reached: { platform: 'workers' } }).title).toBeUndefined()
    expect(offered('import { Client } from \'pg\'\nasync function load() {\n  const client = new ⟦Client⟧()\n}\n', { library: nodePostgres }).title).toBeUndefined()
  })
})
