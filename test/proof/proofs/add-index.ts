/** The repaired schema is one that the real library reads, with the index in it. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { DataSource } from 'typeorm'
import { load } from '../kit/load.ts'
import { proofFolder } from '../kit/places.ts'
import { generatedClient } from '../kit/prisma.ts'
import { repair, type Repaired, type Wish } from '../kit/repair.ts'
import { run } from '../kit/run.ts'
import { typeErrors } from '../kit/type-errors.ts'

function prove(title: string, file: string, wish: Omit<Wish, 'files' | 'rule' | 'recipe' | 'reached'>, number: number, holds: (after: string) => Promise<void>): void {
  describe(`add-index: ${title}`, () => {
    const path = `src/${file}`
    let repaired: Repaired
    before(async () => {
      repaired = await repair({ ...wish, rule: 'missing-index', recipe: 'add-index', files: { [path]: `add-index/${file}` }, reached: [path] })
    })
    after(() => repaired?.remove())

    test('every query is found, and none afterwards', () => {
      assert.equal(repaired.found.length, number, JSON.stringify(repaired.found))
      assert.deepEqual(repaired.found.map(({ fixes }) => fixes[0]?.recipe), repaired.found.map(() => 'add-index'))
      assert.deepEqual(repaired.left, [])
      assert.deepEqual(typeErrors(repaired), [])
    })
    test('the library reads the schema with its indexes', () => holds(repaired.after))
  })
}

prove('Prisma', 'prisma.ts', { workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } }, 2, async (folder) => {
  const schema = join(folder, 'prisma', 'schema.prisma')
  const text = await readFile(schema, 'utf8')
  assert.match(text, /comments {2}Comment\[\]\n\n {2}@@index\(\[authorId\]\)\n\}/)
  assert.match(text, /userId {4}Int\?\n\n {2}@@index\(\[userId\]\)\n\}/)
  const ended = await run(process.execPath, [join(proofFolder, 'node_modules', 'prisma', 'build', 'index.js'), 'validate', '--schema', schema], {
    cwd: proofFolder, env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  })
  assert.equal(ended.code, 0, ended.err + ended.out)
})

prove('Drizzle', 'drizzle.ts', { workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] }, 2, async (folder) => {
  const { posts, comments } = await load(join(folder, 'src', 'schema.ts'))
  const indexes = (table: unknown) => getTableConfig(table as PgTable).indexes.map(({ config }) => [config.name, ...config.columns.map((column) => (column as { name: string }).name)])
  assert.deepEqual(indexes(posts), [['posts_author_id_idx', 'author_id']])
  assert.deepEqual(indexes(comments), [['comments_created_at_idx', 'created_at']])
})

prove('TypeORM', 'typeorm.ts', { workspace: 'typeorm', packages: ['typeorm'], extra: { pg: '^8.0.0' } }, 2, async (folder) => {
  const { User, Post, Comment } = await load(join(folder, 'src', 'entities.ts'))
  const source = new DataSource({ type: 'sqljs', entities: [User, Post, Comment] as never[] })
  await source.initialize()
  const { indices } = source.getMetadata(Post as never)
  assert.deepEqual(indices.map(({ columns }) => columns.map(({ propertyName }) => propertyName)).sort(), [['authorId'], ['editorId']])
  await source.destroy()
})

prove('Mongoose', 'mongoose.ts', { workspace: 'mongoose', packages: ['mongoose'] }, 2, async (folder) => {
  const { Post, Comment } = await load(join(folder, 'src', 'models.ts')) as Record<string, { schema: { indexes(): [object, object][] } }>
  assert.deepEqual(Post!.schema.indexes().map(([keys]) => keys), [{ author: 1 }])
  assert.deepEqual(Comment!.schema.indexes().map(([keys]) => keys), [{ post: 1 }])
})

prove('Sequelize', 'sequelize.ts', { packages: ['sequelize'], extra: { pg: '^8.0.0' } }, 1, async (folder) => {
  const { Book } = await load(join(folder, 'src', 'sequelize.ts')) as { Book: { options: { indexes: { fields: string[] }[] } } }
  assert.deepEqual(Book.options.indexes.map(({ fields }) => fields), [['author_id']])
})
