import { describe, expect, test } from 'vitest'
import type { SchemaFacts, SchemaModel } from '../../rules/kit/schema.ts'
import { readPrismaSchemas } from '../../server/workspace/prisma-schema.ts'

const read = (files: Record<string, string>, folders: string[] = ['']) =>
  readPrismaSchemas({ paths: Object.keys(files), textOf: (path) => files[path], packageFolders: new Set(folders) })

const only = (text: string): SchemaFacts => {
  const { schemas, problems } = read({ 'prisma/schema.prisma': text })
  expect(problems).toEqual([])
  expect(schemas).toHaveLength(1)
  return schemas[0]!
}

const relations = (model: SchemaModel) => Object.fromEntries(model.fields.filter((it) => it.relation).map((it) => [it.name, it.relation]))

const blog = `
// a blog
generator client {
  provider        = "prisma-client"
  output          = "../src/generated/prisma"
  previewFeatures = ["relationJoins", "views"]
}
generator docs {
  provider = "other"
  output   = "../docs"
}
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

/// A person.
model User {
  id      Int     @id @default(autoincrement())
  email   String  @unique @db.VarChar(255) // unique
  name    String?
  role    Role    @default(USER)
  posts   Post[]
  profile Profile?
  meta    Json    @default("{\\"a\\": [1, 2]}")
  point   Unsupported("circle")?
  @@index([name, role(ops: raw("x"))], map: "by_name")
  @@map("users")
}
model Post {
  id       Int    @id
  slug     String
  author   User   @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int
  tags     Tag[]
  /* several
     lines */
  @@unique([authorId, slug])
  @@index(fields: [slug(sort: Desc)])
}
model Profile { userId Int @unique
  user User @relation(fields: [userId], references: [id]) }
model Tag {
  id    Int    @id
  posts Post[]
}
enum Role {
  USER @map("user")
  ADMIN
  @@map("roles")
}
`

describe('one schema', () => {
  const schema = only(blog)
  const model = (name: string): SchemaModel => schema.models.find((it) => it.name === name)!

  test('its surroundings', () => {
    expect(schema).toMatchObject({
      path: 'prisma/schema.prisma', folder: '', library: 'Prisma', provider: 'postgresql', previewFeatures: ['relationJoins', 'views'],
      generated: ['src/generated/prisma'],
    })
    expect(schema.models.map(({ name }) => name)).toEqual(['User', 'Post', 'Profile', 'Tag'])
  })

  test('fields', () => {
    expect(model('User').fields.slice(0, 4)).toEqual([
      { name: 'id', type: 'Int', list: false, optional: false }, { name: 'email', type: 'String', list: false, optional: false },
      { name: 'name', type: 'String', list: false, optional: true }, { name: 'role', type: 'Role', list: false, optional: false },
    ])
    expect(model('User').fields.map(({ name }) => name)).toContain('point')
  })

  test('an index of one column, without brackets', () => {
    const { schemas } = read({ 'schema.prisma': 'datasource db { provider = "postgresql" }\nmodel Visit {\n  id Int @id\n  host String\n  at DateTime\n  @@index(host)\n  @@index(at(sort: Desc))\n}\n' })
    expect(schemas[0]!.models[0]!.indexes).toEqual([['host'], ['at']])
  })

  test('keys and indexes', () => {
    expect(model('User')).toMatchObject({ unique: [['id'], ['email']], indexes: [['name', 'role']] })
    expect(model('Post')).toMatchObject({ unique: [['id'], ['authorId', 'slug']], indexes: [['slug']] })
    expect(model('Profile').unique).toEqual([['userId']])
  })

  test('relations, seen from both sides', () => {
    expect(relations(model('Post')).author).toEqual({ model: 'User', fields: ['authorId'], references: ['id'], back: 'posts', name: undefined })
    expect(relations(model('User'))).toEqual({
      posts: { model: 'Post', fields: ['id'], references: ['authorId'], back: 'author', name: undefined },
      profile: { model: 'Profile', fields: ['id'], references: ['userId'], back: 'user', name: undefined },
    })
  })

  test('implicit many-to-many', () => {
    expect(relations(model('Post')).tags).toEqual({ model: 'Tag', fields: [], references: [], back: 'posts', name: undefined })
  })
})

describe('special relations', () => {
  test('named ones, to oneself, over composite keys', () => {
    const { models } = only(`
model Person {
  first String
  last  String
  bossFirst String?
  bossLast  String?
  boss  Person?  @relation("Boss", fields: [bossFirst, bossLast], references: [first, last])
  team  Person[] @relation("Boss")
  friends   Person[] @relation(name: "Friends")
  friendOf  Person[] @relation(name: "Friends")
  written  Text[] @relation("author")
  reviewed Text[] @relation("reviewer")
  @@id([first, last])
}
model Text {
  id Int @id
  af String
  al String
  rf String
  rl String
  author   Person @relation("author", fields: [af, al], references: [first, last])
  reviewer Person @relation("reviewer", fields: [rf, rl], references: [first, last])
}`)
    expect(models[0]!.unique).toEqual([['first', 'last']])
    expect(relations(models[0]!)).toMatchObject({
      boss: { fields: ['bossFirst', 'bossLast'], references: ['first', 'last'], back: 'team', name: 'Boss' },
      team: { fields: ['first', 'last'], references: ['bossFirst', 'bossLast'], back: 'boss' },
      friends: { back: 'friendOf', fields: [], name: 'Friends' },
      written: { back: 'author', references: ['af', 'al'] }, reviewed: { back: 'reviewer', references: ['rf', 'rl'] },
    })
  })

  test('composite types of MongoDB are no relations', () => {
    const { models } = only('type Address {\n street String\n}\nmodel User {\n id String @id\n address Address\n}')
    expect(models.map(({ name }) => name)).toEqual(['User'])
    expect(relations(models[0]!)).toEqual({})
  })
})

describe('schemas of several files', () => {
  const main = 'datasource db {\n provider = "mysql"\n}\n'
  const user = 'model User {\n id Int @id\n posts Post[]\n}'
  const post = 'model Post {\n id Int @id\n userId Int\n user User @relation(fields: [userId], references: [id])\n}'

  test('a folder with the datasource in one of them', () => {
    const { schemas } = read({ 'db/prisma/schema/main.prisma': main, 'db/prisma/schema/user.prisma': user, 'db/prisma/schema/deep/post.prisma': post }, ['', 'db'])
    expect(schemas).toHaveLength(1)
    expect(schemas[0]).toMatchObject({ path: 'db/prisma/schema/main.prisma', folder: 'db', provider: 'mysql' })
    expect(relations(schemas[0]!.models.find(({ name }) => name === 'User')!).posts).toMatchObject({ model: 'Post', back: 'user' })
  })

  test('models in a folder beside the datasource\'s own', () => {
    expect(read({ 'prisma/config/main.prisma': main, 'prisma/models/user.prisma': user }).schemas).toHaveLength(1)
  })

  test('two schemas of two packages stay apart', () => {
    const { schemas } = read({ 'a/prisma/schema.prisma': main + user, 'b/prisma/schema.prisma': main + post }, ['a', 'b'])
    expect(schemas.map(({ folder, models }) => [folder, models.map(({ name }) => name)])).toEqual([['a', ['User']], ['b', ['Post']]])
  })
})

describe('damage', () => {
  test('a broken line is named, and everything around it is kept', () => {
    const { schemas, problems } = read({
      's.prisma': 'model User {\n  id Int @id\n  name\n  email String @unique(\n  age Int\n}\nmodel Post {\n  id Int @id\n}\n',
    })
    expect(problems).toEqual([
      { path: 's.prisma', line: 3, message: 'The type of name is expected before the end of the line.' },
      { path: 's.prisma', line: 5, message: '“,” or “)” is expected before “Int”.' },
    ])
    expect(schemas[0]!.models.map(({ name }) => name)).toEqual(['User', 'Post'])
    expect(schemas[0]!.models[0]!.fields.map(({ name }) => name)).toEqual(['id', 'email'])
  })

  test('a block on one line ends with it', () => {
    const { schemas, problems } = read({ 's.prisma': 'generator docs { provider = "a" output = "b" }\nmodel User {\n id Int @id\n}' })
    expect(problems).toMatchObject([{ line: 1 }])
    expect(schemas[0]!.models.map(({ name }) => name)).toEqual(['User'])
  })

  test('a block that is not closed does not swallow the next one', () => {
    const { schemas, problems } = read({ 's.prisma': 'model User {\n  id Int @id\n\nmodel Post {\n  id Int @id\n}\n' })
    expect(problems).toEqual([{ path: 's.prisma', line: 1, message: 'The model User is not closed with “}”.' }])
    expect(schemas[0]!.models.map(({ name }) => name)).toEqual(['User', 'Post'])
  })

  test.each(['', '}', '{', 'model', 'model {', 'model X', '@@id', '"', 'model X {\n a "', '/*', 'model X {\n @@id([a\n', 'enum E {\n A @map("a"\n}', '\0\u{1F680}', '<<<<<<< HEAD\nmodel A {\n id Int\n=======\n}'])(
    '%j harms nobody', (text) => {
      const { schemas } = read({ 'a.prisma': text, 'b/schema.prisma': 'datasource db {\n provider = "sqlite"\n}\nmodel Ok {\n id Int @id\n}' })
      expect(schemas.flatMap(({ models }) => models).map(({ name }) => name)).toContain('Ok')
    },
  )
})
