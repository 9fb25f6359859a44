/** How far a receiver can be followed: each case hides one query behind one way of reaching the client. */
import { describe, expect, it } from 'vitest'
import { Project, type Files } from './project.ts'

const client: Files = { 'db.ts': `import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient()\n` }

const cases: [name: string, files: Files, finding: string | undefined][] = [
  ['a default export', {
    'db.ts': `import { PrismaClient } from '@prisma/client'\nexport default new PrismaClient()\n`,
    'a.ts': `import db from './db'\nexport async function f(ids: string[]) { for (const id of ids) await db.user.findFirst({ where: { id } }) }\n`,
  }, 'n-plus-one a.ts:2 db.user.findFirst'],
  ['a global that is kept over reloads', {
    'db.ts': `import { PrismaClient } from '@prisma/client'\nconst make = () => new PrismaClient()\nexport const db = globalThis.db ?? make()\n`,
    'a.ts': `import { db } from './db'\nexport async function f(ids: string[]) { for (const id of ids) await db.user.findFirst({ where: { id } }) }\n`,
  }, 'n-plus-one a.ts:2 db.user.findFirst'],
  ['a generic helper that keeps what it is given', {
    'db.ts': `import { PrismaClient } from '@prisma/client'\nfunction remember<T>(name: string, make: () => T): T { const all = globalThis as any; all[name] ||= make(); return all[name] }\nexport const db = remember('db', () => new PrismaClient())\n`,
    'a.ts': `import { db } from './db'\nexport async function f(ids: string[]) { for (const id of ids) await db.user.findFirst({ where: { id } }) }\n`,
  }, 'n-plus-one a.ts:2 db.user.findFirst'],
  ['constructor injection', {
    'prisma.service.ts': `import { PrismaClient } from '@prisma/client'\nexport class PrismaService extends PrismaClient {}\n`,
    'a.ts': `import { PrismaService } from './prisma.service'\nexport class Users {\n  constructor(private readonly prisma: PrismaService) {}\n  async f(ids: string[]) { for (const id of ids) await this.prisma.user.findFirst({ where: { id } }) }\n}\n`,
  }, 'n-plus-one a.ts:4 this.prisma.user.findFirst'],
  ['an interface with one implementation', {
    ...client,
    'users.ts': `import { prisma } from './db'\nexport interface Users { byId(id: string): Promise<unknown> }\nexport class PrismaUsers implements Users { byId(id: string) { return prisma.user.findFirst({ where: { id } }) } }\n`,
    'a.ts': `import type { Users } from './users'\nexport class Service {\n  constructor(private readonly users: Users) {}\n  async f(ids: string[]) { return Promise.all(ids.map((id) => this.users.byId(id))) }\n}\n`,
  }, 'n-plus-one a.ts:4 this.users.byId'],
  ['an abstract class', {
    ...client,
    'users.ts': `import { prisma } from './db'\nexport abstract class Users { abstract byId(id: string): Promise<unknown> }\nexport class PrismaUsers extends Users { byId(id: string) { return prisma.user.findFirst({ where: { id } }) } }\n`,
    'a.ts': `import { Users } from './users'\nexport async function f(users: Users, ids: string[]) { for (const id of ids) await users.byId(id) }\n`,
  }, 'n-plus-one a.ts:2 users.byId'],
  ['an interface that only a test double implements', {
    'users.ts': `export interface Users { byId(id: string): Promise<unknown> }\n`,
    'users.test.ts': `import { prisma } from './db'\nimport type { Users } from './users'\nclass Fake implements Users { byId(id: string) { return prisma.user.findFirst({ where: { id } }) } }\n`,
    ...client,
    'a.ts': `import type { Users } from './users'\nexport async function f(users: Users, ids: string[]) { for (const id of ids) await users.byId(id) }\n`,
  }, undefined],
  ['a parameter with the transaction type', {
    'a.ts': `import type { Prisma } from '@prisma/client'\nexport async function f(tx: Prisma.TransactionClient, ids: string[]) { for (const id of ids) await tx.user.findFirst({ where: { id } }) }\n`,
  }, 'n-plus-one a.ts:2 tx.user.findFirst'],
  ['typeof and Parameters', {
    'db.ts': `import { drizzle } from 'drizzle-orm/node-postgres'\nexport const db = drizzle(process.env.URL!)\nexport type Tx = Parameters<Parameters<typeof db.transaction>[0]>[0]\n`,
    'a.ts': `import type { Tx } from './db'\nimport { eq } from 'drizzle-orm'\nimport { users } from './schema'\nexport async function f(tx: Tx, ids: string[]) { for (const id of ids) await tx.select().from(users).where(eq(users.id, id)) }\n`,
  }, 'n-plus-one a.ts:4 tx.select'],
  ['a callback of our own wrapper', {
    ...client,
    'with-db.ts': `import { prisma } from './db'\nexport async function withDb<T>(work: (db: typeof prisma) => Promise<T>) { return work(prisma) }\n`,
    'a.ts': `import { withDb } from './with-db'\nexport async function f(ids: string[]) { for (const id of ids) await withDb((db) => db.user.findFirst({ where: { id } })) }\n`,
  }, 'n-plus-one a.ts:2 db.user.findFirst'],
  ['a callback of a wrapper without types', {
    ...client,
    'with-db.js': `import { prisma } from './db'\nexport async function withDb(work) { return prisma.$transaction((tx) => work(tx)) }\n`,
    'a.js': `import { withDb } from './with-db'\nexport async function f(ids) { for (const id of ids) await withDb((db) => db.user.findFirst({ where: { id } })) }\n`,
  }, 'n-plus-one a.js:2 db.user.findFirst'],
  ['CommonJS', {
    'db.js': `const { PrismaClient } = require('@prisma/client')\nconst prisma = new PrismaClient()\nmodule.exports = { prisma }\n`,
    'a.js': `const { prisma } = require('./db')\nexports.f = async (ids) => { for (const id of ids) await prisma.user.findFirst({ where: { id } }) }\n`,
  }, 'n-plus-one a.js:2 prisma.user.findFirst'],
  ['a repository made by a factory', {
    ...client,
    'users.ts': `import { prisma } from './db'\nexport const createUsers = (db = prisma) => ({ byId: (id: string) => db.user.findFirst({ where: { id } }) })\nexport const users = createUsers()\n`,
    'a.ts': `import { users } from './users'\nexport async function f(ids: string[]) { for (const id of ids) await users.byId(id) }\n`,
  }, 'n-plus-one a.ts:2 users.byId'],
  ['a barrel that re-exports a whole package first', {
    ...client,
    'index.ts': `export * from 'some-package'\nexport * from './db'\n`,
    'a.ts': `import { prisma } from './index'\nexport async function f(ids: string[]) { for (const id of ids) await prisma.user.findFirst({ where: { id } }) }\n`,
  }, 'n-plus-one a.ts:2 prisma.user.findFirst'],
  ['a map that looks like a client', {
    'a.ts': `const prisma = { user: new Map<string, unknown>() }\nexport async function f(ids: string[]) { for (const id of ids) await prisma.user.get(id) }\n`,
  }, undefined],
  ['a client of unknown origin', {
    'a.ts': `import { prisma } from 'some-package'\nexport async function f(ids: string[]) { for (const id of ids) await prisma.user.findFirst({ where: { id } }) }\n`,
  }, undefined],
]

describe('a receiver is followed through', () => {
  it.each(cases)('%s', (_, files, finding) => {
    expect(new Project(files).said()).toEqual(finding === undefined ? [] : [finding])
  })
})
