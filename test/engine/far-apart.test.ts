import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Project, type Files } from './project.ts'

/** What decides about a file is written in others: who takes its resolvers, which context they get, who calls it. */
const base: Files = {
  'db.js': `const { PrismaClient } = require('@prisma/client')\nmodule.exports = new PrismaClient()\n`,
  'post.js': `module.exports.post = {\n  author: (post, args, { db }) => db.user.findFirst({ where: { id: post.authorId } }),\n}\n`,
  'server.js': `const { createSchema, createYoga } = require('graphql-yoga')\nconst db = require('./db')\nconst { post } = require('./post')\nconst schema = createSchema({ typeDefs: '', resolvers: { Post: post } })\nmodule.exports.yoga = createYoga({ schema, context: () => ({ db }) })\n`,
  'load.js': `module.exports.emailOf = async function emailOf(client, id) {\n  return client.user.findFirst({ where: { id } })\n}\n`,
  'list.js': `const db = require('./db')\nconst { emailOf } = require('./load')\nmodule.exports.list = async (ids) => {\n  for (const id of ids) await emailOf(db, id)\n}\n`,
  'member.ts': `import db from './db.js'\nexport class Member {\n  constructor(readonly id: string) {}\n  get posts() { return db.post.findMany({ where: { authorId: this.id } }) }\n}\n`,
  'all.ts': `import { Member } from './member'\nexport async function all(members: Member[]) {\n  for (const member of members) console.log(await member.posts)\n}\n`,
}

const edits: [path: string, apply: (text: string) => string | undefined][] = [
  ['server.js', (text) => text.replace('{ Post: post }', '{ Query: post }')],
  ['server.js', (text) => text.replace('{ Query: post }', '{ Post: post }')],
  ['server.js', (text) => text.replace('({ db })', '({})')],
  ['server.js', (text) => text.replace('({})', '({ db })')],
  ['server.js', () => undefined],
  ['server.js', () => base['server.js']],
  ['post.js', (text) => `// one more line\n${text}`],
  ['db.js', (text) => text.replace('new PrismaClient()', 'new Map()')],
  ['db.js', (text) => text.replace('new Map()', 'new PrismaClient()')],
  ['load.js', (text) => `\n${text}`],
  ['list.js', (text) => text.replace('emailOf(db, id)', 'emailOf(null, id)')],
  ['list.js', (text) => text.replace('emailOf(null, id)', 'emailOf(db, id)')],
  ['member.ts', (text) => text.replace('get posts()', 'get notes()')],
  ['member.ts', (text) => text.replace('get notes()', 'get posts()')],
  ['all.ts', (text) => text.replace('member.posts', 'member.notes')],
  ['all.ts', (text) => text.replace('member.notes', 'member.posts')],
]

describe('what other files decide', () => {
  it('is found', () => {
    expect(new Project(base).said()).toEqual([
      'n-plus-one all.ts:3 member.posts',
      'n-plus-one list.js:4 emailOf',
      'n-plus-one post.js:2 db.user.findFirst',
    ])
  })

  it('is the same as in a fresh run, whatever was edited in between', () => {
    fc.assert(fc.property(fc.array(fc.nat(edits.length - 1), { minLength: 1, maxLength: 12 }), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (order, looks) => {
      const project = new Project(base)
      project.findings()
      order.forEach((index, step) => {
        const [path, apply] = edits[index]!
        project.write(path, apply(project.files.get(path) ?? ''))
        if (looks[step]) project.findings()
      })
      expect(project.plain()).toEqual(new Project(Object.fromEntries(project.files)).plain())
    }), { numRuns: 150 })
  })

  it('does not depend on the order in which files were read', () => {
    const sorted = (files: Files) => new Project(files).said().sort()
    fc.assert(fc.property(fc.shuffledSubarray(Object.keys(base), { minLength: Object.keys(base).length }), (order) => {
      expect(sorted(Object.fromEntries(order.map((path) => [path, base[path]!])))).toEqual(sorted(base))
    }), { numRuns: 40 })
  })
})
