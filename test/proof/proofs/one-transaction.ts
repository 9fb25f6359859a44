import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { assertSame, watch, type Run } from '../kit/compare.ts'
import { rows as randomRows, type Rows } from '../kit/data.ts'
import { drizzleGround, prismaGround } from '../kit/grounds.ts'
import { load, type Module } from '../kit/load.ts'
import { kyselyGround } from '../kit/kysely.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { repair, type Repaired, type Wish } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

/** Some exist, some do not, some come twice; two people may not have the same address. */
const changes = fc.array(
  fc.record({ id: fc.integer({ min: 1, max: 11 }), email: fc.constantFrom('', 'a@example.org', 'b@example.org', 'user-3@example.org') }),
  { maxLength: 6 },
)

interface Proof {
  title: string
  wish: Omit<Wish, 'files' | 'rule' | 'recipe'>
  file: string
  open(): Promise<Ground>
  cases: string[]
}

function prove(proof: Proof): void {
  describe(proof.title, () => {
    let repaired: Repaired
    let ground: Ground
    let original: Module
    let changed: Module
    const path = 'src/case.ts'
    before(async () => {
      repaired = await repair({ ...proof.wish, rule: 'write-per-item', recipe: 'one-transaction', files: { [path]: proof.file }, reached: [path] })
      ground = await proof.open()
      original = await load(join(repaired.before, path), ground.instead)
      changed = await load(join(repaired.after, path), ground.instead)
    })
    after(async () => {
      await ground?.close()
      await repaired?.remove()
    })

    const onFresh = async (rows: Rows, run: Run, given: unknown[]) => {
      await ground.fill(rows)
      const untouched = await ground.dump()
      const seen = await watch(run, given)
      return { seen, untouched, left: await ground.dump() }
    }

    test('it is the first fix of all of them, and none is left', () => {
      assert.ok(repaired.found.length >= proof.cases.length)
      assert.deepEqual(new Set(repaired.found.map(({ fixes }) => fixes[0]?.recipe)), new Set(['one-transaction']))
      assert.deepEqual(new Set(repaired.found.map(({ fixes }) => fixes[0]?.trust)), new Set(['review']))
      assert.deepEqual(repaired.left.flatMap(({ fixes }) => fixes), [])
    })

    for (const name of proof.cases) {
      test(name, async () => {
        await fc.assert(fc.asyncProperty(randomRows({ dangling: false }), changes, async (rows, given) => {
          const expected = await onFresh(rows, original[name] as Run, [given])
          const actual = await onFresh(rows, changed[name] as Run, [given])
          assertSame(expected.seen, actual.seen)
          // What the title says: before, the rows that came first stay.
          assert.deepEqual(actual.left, 'error' in actual.seen.outcome ? actual.untouched : expected.left)
        }), { numRuns: 25 })
      })
    }

    test('the repaired code has no type error', () => assert.deepEqual(typeErrors(repaired), []))
  })
}

prove({
  title: 'one-transaction: Prisma',
  wish: { workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } },
  file: 'one-transaction/prisma.ts',
  open: prismaGround,
  cases: ['changeEach', 'changeSome'],
})

prove({
  title: 'one-transaction: Drizzle',
  wish: { workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] },
  file: 'one-transaction/drizzle.ts',
  open: drizzleGround,
  cases: ['changeEach', 'changeBoth'],
})

prove({
  title: 'one-transaction: Kysely',
  wish: { workspace: 'kysely', packages: ['kysely', 'pg'] },
  file: 'one-transaction/kysely.ts',
  open: kyselyGround,
  cases: ['changeEach'],
})
