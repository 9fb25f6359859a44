/** With a limit a query gives the first rows of those that it gave before, in the same order, and no others. */
import assert from 'node:assert/strict'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { rows } from '../kit/data.ts'
import { drizzleGround, nodePostgresGround, prismaGround } from '../kit/grounds.ts'
import { knexGround, objectionGround } from '../kit/knex.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { load, type Module } from '../kit/load.ts'
import { mikroOrmGround } from '../kit/mikro-orm.ts'
import { mongodbGround, mongooseGround } from '../kit/mongo.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { repair, type Repaired, type Wish } from '../kit/repair.ts'
import { sequelizeGround } from '../kit/sequelize.ts'
import { betterSqlite3Ground } from '../kit/sqlite-drivers.ts'
import { supabaseGround } from '../kit/supabase.ts'
import { typeErrors } from '../kit/type-errors.ts'
import { typeormGround } from '../kit/typeorm.ts'

const limit = 3
const runs = 8

interface Proof {
  title: string
  file: string
  wish: Omit<Wish, 'files' | 'rule' | 'recipe' | 'settings' | 'reached'>
  open(): Promise<Ground>
  dangling: boolean
}

const proofs: Proof[] = [
  {
    title: 'add-limit: Prisma', file: 'prisma.ts', open: prismaGround, dangling: false,
    wish: { workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } },
  },
  { title: 'add-limit: Drizzle', file: 'drizzle.ts', open: drizzleGround, dangling: true, wish: { workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] } },
  { title: 'add-limit: node-postgres', file: 'node-postgres.ts', open: nodePostgresGround, dangling: true, wish: { workspace: 'node-postgres', packages: ['pg'] } },
  { title: 'add-limit: Knex', file: 'knex.ts', open: knexGround, dangling: true, wish: { workspace: 'knex', packages: ['knex', 'better-sqlite3'] } },
  { title: 'add-limit: Kysely', file: 'kysely.ts', open: kyselyGround, dangling: true, wish: { workspace: 'kysely', packages: ['kysely', 'pg'] } },
  { title: 'add-limit: Objection', file: 'objection.ts', open: objectionGround, dangling: true, wish: { workspace: 'objection', packages: ['objection', 'knex', 'better-sqlite3'] } },
  { title: 'add-limit: TypeORM', file: 'typeorm.ts', open: typeormGround, dangling: false, wish: { workspace: 'typeorm', packages: ['typeorm', 'sql.js'] } },
  { title: 'add-limit: Sequelize', file: 'sequelize.ts', open: sequelizeGround, dangling: false, wish: { workspace: 'sequelize', packages: ['sequelize', 'pg'] } },
  { title: 'add-limit: MikroORM', file: 'mikro-orm.ts', open: mikroOrmGround, dangling: false, wish: { workspace: 'mikro-orm', packages: ['@mikro-orm/core', '@mikro-orm/sqlite'] } },
  { title: 'add-limit: Mongoose', file: 'mongoose.ts', open: mongooseGround, dangling: true, wish: { workspace: 'mongoose', packages: ['mongoose'] } },
  { title: 'add-limit: MongoDB', file: 'mongodb.ts', open: mongodbGround, dangling: true, wish: { workspace: 'mongodb', packages: ['mongodb'] } },
  { title: 'add-limit: Supabase', file: 'supabase.ts', open: supabaseGround, dangling: true, wish: { workspace: 'supabase', packages: ['@supabase/supabase-js'] } },
  { title: 'add-limit: better-sqlite3', file: 'better-sqlite3.ts', open: betterSqlite3Ground, dangling: true, wish: { workspace: 'better-sqlite3', packages: ['better-sqlite3'] } },
]

for (const { title, file, wish, open, dangling } of proofs) {
  describe(title, () => {
    const path = `src/${basename(file)}`
    let repaired: Repaired
    let ground: Ground
    let original: Module
    let changed: Module
    before(async () => {
      repaired = await repair({ ...wish, rule: 'unbounded-result', recipe: 'add-limit', settings: { fixes: { limit } }, files: { [path]: `add-limit/${file}` }, reached: [path] })
      ground = await open()
      original = await load(join(repaired.before, path), ground.instead)
      changed = await load(join(repaired.after, path), ground.instead)
    })
    after(async () => {
      await ground?.close()
      await repaired?.remove()
    })

    test('every query is found, and has a limit afterwards', () => {
      assert.equal(repaired.found.length, Object.keys(original).length)
      assert.deepEqual(repaired.found.map(({ fixes }) => fixes[0]?.recipe), repaired.found.map(() => 'add-limit'))
      assert.deepEqual(repaired.left, [])
      assert.deepEqual(typeErrors(repaired), [])
    })

    test('the first rows are the same', async () => {
      for (const name of Object.keys(original)) {
        const [one, other] = [original[name], changed[name]] as ((word: string) => Promise<unknown[]>)[]
        await fc.assert(
          fc.asyncProperty(rows({ dangling }), fc.constantFrom('', 'a', ' '), async (filled, word) => {
            await ground.fill(filled)
            const expected = await one!(word)
            assert.deepEqual(await other!(word), expected.slice(0, limit), name)
          }),
          { numRuns: runs },
        )
      }
    })
  })
}
