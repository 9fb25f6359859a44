import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { graphql, GraphQLSchema } from 'graphql'
import { rows as randomRows, sized } from '../kit/data.ts'
import { prismaGround } from '../kit/grounds.ts'
import { load } from '../kit/load.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

/** Each field with the round trips that it takes for n posts (or comments) after the fix. */
const fixed: Record<string, number> = {
  '{ posts { id author { id name } } }': 2,
  '{ posts { id comments { id text } } }': 2,
  '{ posts { id approved { id text } } }': 2,
  '{ posts { titles } }': 2,
  '{ comments { id post { id title } } }': 2,
  '{ posts { author { id } comments { text post { title author { name } } } } }': 4,
  '{ posts { editor { id } } }': 2,
  '{ posts { latest { id text } } }': 2,
  '{ posts { lastId } }': 2,
}
const untouched = [
  '{ posts { newest { id } } }', '{ posts { some(approved: false) { id } } }', '{ posts { earlier { id } } }',
  '{ post(id: 3) { title author { name } comments { id } } }',
]

describe('dataloader: Prisma behind graphql-js', () => {
  let repaired: Repaired
  let ground: Ground
  let original: GraphQLSchema
  let changed: GraphQLSchema
  before(async () => {
    repaired = await repair({
      rule: 'n-plus-one',
      recipe: 'dataloader',
      workspace: 'prisma',
      files: { 'src/schema.ts': 'dataloader/graphql.ts' },
      packages: ['@prisma/adapter-libsql', '@prisma/client', 'graphql', 'dataloader'],
      from: { 'src/generated/prisma': await generatedClient() },
    })
    ground = await prismaGround()
    const schemaIn = async (folder: string) => (await load(join(folder, 'src/schema.ts'), ground.instead)).schema as GraphQLSchema
    original = await schemaIn(repaired.before)
    changed = await schemaIn(repaired.after)
  })
  after(async () => {
    await ground?.close()
    await repaired?.remove()
  })

  /** One request: a context of its own. */
  const ask = async (schema: GraphQLSchema, source: string) => {
    ground.count()
    const { data, errors } = await graphql({ schema, source, contextValue: { db: ground.instead['./db.ts']!.prisma } })
    return { answer: JSON.parse(JSON.stringify({ data, errors: errors?.map(({ path }) => path) })) as unknown, trips: ground.count() }
  }

  test('the findings that have a loader are gone', () => {
    const withLoader = repaired.found.filter(({ fixes }) => fixes.some(({ recipe }) => recipe === 'dataloader'))
    assert.equal(withLoader.length, 8)
    assert.equal(repaired.left.length, repaired.found.length - withLoader.length)
  })

  test('same answers for random rows, with fewer round trips', async () => {
    await fc.assert(fc.asyncProperty(randomRows({ dangling: false }), fc.constantFrom(...Object.keys(fixed), ...untouched), async (rows, source) => {
      await ground.fill(rows)
      const expected = await ask(original, source)
      const actual = await ask(changed, source)
      assert.deepEqual(actual.answer, expected.answer)
      assert.ok(actual.trips <= expected.trips, `${actual.trips} trips instead of ${expected.trips}`)
    }), { numRuns: 50 })
  })

  for (const [source, trips] of Object.entries(fixed)) {
    test(`${source}: ${trips} round trips for a hundred rows`, async () => {
      await ground.fill(sized(100))
      const expected = await ask(original, source)
      const actual = await ask(changed, source)
      assert.deepEqual(actual.answer, expected.answer)
      assert.ok(expected.trips > 100, `only ${expected.trips} before`)
      assert.equal(actual.trips, trips)
    })
  }

  test('a later request sees what has changed since', async () => {
    await ground.fill(sized(2))
    await ask(changed, '{ posts { author { name } } }')
    await ground.fill({ ...sized(2), users: sized(2).users.map((user) => ({ ...user, name: 'Somebody else' })) })
    const { answer } = await ask(changed, '{ posts { author { name } } }')
    assert.deepEqual(answer, { data: { posts: [{ author: { name: 'Somebody else' } }, { author: { name: 'Somebody else' } }] } })
  })

  test('an error of the database is told at the same fields', async () => {
    await ground.fill(sized(3))
    await ground.hide()
    try {
      const source = '{ posts { title author { name } } }'
      assert.deepEqual((await ask(changed, source)).answer, (await ask(original, source)).answer)
    } finally {
      await ground.show()
    }
  })

  test('the repaired code has no type error', async () => {
    assert.deepEqual(typeErrors(repaired), [], await readFile(join(repaired.after, 'src/schema.ts'), 'utf8'))
  })
})
