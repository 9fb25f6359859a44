import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Project, type Files } from './project.ts'

const base: Files = {
  'db.ts': `import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient()\n`,
  'index.ts': `export * from './repo'\nexport * from './cycle-a'\n`,
  'repo.ts': `import { prisma } from './db'\nexport async function author(id: string) {\n  return prisma.user.findFirst({ where: { id } })\n}\nexport class Posts {\n  constructor(private readonly db = prisma) {}\n  comments(id: string) { return this.db.comment.findMany({ where: { postId: id } }) }\n}\n`,
  'cycle-a.ts': `import { b } from './cycle-b'\nexport function a(id: string, n: number): unknown { return n ? b(id, n - 1) : b(id, 0) }\n`,
  'cycle-b.ts': `import { a } from './cycle-a'\nimport { author } from './index'\nexport function b(id: string, n: number): unknown { return n ? a(id, n) : author(id) }\n`,
  'routes.ts': `import express from 'express'\nimport { author, Posts, a } from './index'\nconst app = express()\nconst posts = new Posts()\napp.post('/posts', async (req, res) => {\n  const ids: string[] = req.body.ids\n  const out = []\n  for (const id of ids) {\n    out.push(await author(id))\n    out.push(await posts.comments(id))\n    out.push(await a(id, 2))\n  }\n  res.json(out)\n})\n`,
}

/** What a reader might do to a file: each edit is applied to whatever stands there. */
const edits: [name: string, path: string, apply: (text: string) => string | undefined][] = [
  ['shift everything down', 'repo.ts', (text) => `// one more line\n${text}`],
  ['shift the client down', 'db.ts', (text) => `import 'dotenv'\n${text}`],
  ['rename the method', 'repo.ts', (text) => text.replace('comments(id', 'notes(id')],
  ['restore the method', 'repo.ts', (text) => text.replace('notes(id', 'comments(id')],
  ['batch the lookup', 'repo.ts', (text) => text.replace('findFirst({ where: { id } })', 'findMany({ where: { id: { in: [id] } } })')],
  ['drop the client', 'db.ts', (text) => text.replace('new PrismaClient()', 'new Map()')],
  ['bring the client back', 'db.ts', (text) => text.replace('new Map()', 'new PrismaClient()')],
  ['half-typed', 'routes.ts', (text) => text.replace('res.json(out)', 'res.json(')],
  ['completed', 'routes.ts', (text) => text.replace(/res\.json\($/m, 'res.json(out)')],
  ['remove the barrel', 'index.ts', () => undefined],
  ['bring the barrel back', 'index.ts', () => base['index.ts']],
  ['barrel without the repository', 'index.ts', () => `export * from './cycle-a'\n`],
  ['break the circle', 'cycle-b.ts', (text) => text.replace('n ? a(id, n) : author(id)', 'author(id)')],
  ['close the circle', 'cycle-b.ts', (text) => text.replace('return author(id)', 'return n ? a(id, n) : author(id)')],
  ['remove the loop', 'routes.ts', (text) => text.replace('for (const id of ids)', 'if (ids)')],
  ['bring the loop back', 'routes.ts', (text) => text.replace('if (ids)', 'for (const id of ids)')],
  ['a new file takes the place of the barrel', 'index.tsx', () => `export * from './repo'\n`],
  ['and goes again', 'index.tsx', () => undefined],
]

describe('answers after edits', () => {
  it('finds the queries behind calls, classes, barrels and circles', () => {
    expect(new Project(base).said()).toEqual([
      'n-plus-one routes.ts:9 author',
      'n-plus-one routes.ts:10 posts.comments',
      'n-plus-one routes.ts:11 a',
    ])
  })

  it('equal those of a fresh run, whatever was edited in between', () => {
    fc.assert(fc.property(fc.array(fc.nat(edits.length - 1), { minLength: 1, maxLength: 14 }), fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), (order, looks) => {
      const project = new Project(base)
      project.findings()
      order.forEach((index, step) => {
        const [, path, apply] = edits[index]!
        project.write(path, apply(project.files.get(path) ?? ''))
        if (looks[step]) project.findings()
      })
      const fresh = new Project(Object.fromEntries(project.files))
      expect(project.plain()).toEqual(fresh.plain())
    }), { numRuns: 150 })
  })

  it('equal those of a fresh run without tracking too', () => {
    fc.assert(fc.property(fc.array(fc.nat(edits.length - 1), { minLength: 1, maxLength: 6 }), (order) => {
      const project = new Project(base, { tracking: false })
      for (const index of order) {
        const [, path, apply] = edits[index]!
        project.write(path, apply(project.files.get(path) ?? ''))
        project.findings()
      }
      expect(project.plain()).toEqual(new Project(Object.fromEntries(project.files)).plain())
    }), { numRuns: 30 })
  })

  it('do not depend on the order in which files were read', () => {
    fc.assert(fc.property(fc.shuffledSubarray(Object.keys(base), { minLength: Object.keys(base).length }), (order) => {
      expect(new Project(Object.fromEntries(order.map((path) => [path, base[path]!]))).plain()).toEqual(new Project(base).plain())
    }), { numRuns: 40 })
  })
})
