import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { assertSame, watch, type Run } from '../kit/compare.ts'
import { rows as randomRows } from '../kit/data.ts'
import { drizzleGround, prismaGround } from '../kit/grounds.ts'
import { load, type Module } from '../kit/load.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { repair, type Repaired, type Wish } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

/** Some exist, some do not; two people may not have the same address. */
const changes = fc.array(
  fc.record({ id: fc.integer({ min: 1, max: 11 }), email: fc.constantFrom('', 'a@example.org', 'b@example.org', 'user-3@example.org') }),
  { maxLength: 6 },
)

function prove(title: string, wish: Omit<Wish, 'files' | 'rule' | 'recipe'>, file: string, open: () => Promise<Ground>, cases: string[]): void {
  describe(title, () => {
    let repaired: Repaired
    let ground: Ground
    let original: Module
    let changed: Module
    const path = 'src/case.ts'
    before(async () => {
      repaired = await repair({ ...wish, rule: 'transaction-escape', recipe: 'run-in-turn', files: { [path]: file }, reached: [path] })
      ground = await open()
      original = await load(join(repaired.before, path), ground.instead)
      changed = await load(join(repaired.after, path), ground.instead)
    })
    after(async () => {
      await ground?.close()
      await repaired?.remove()
    })

    test('each case is found, and nothing is left', () => {
      assert.equal(repaired.found.length, cases.length)
      assert.deepEqual(repaired.left, [])
    })

    for (const name of cases) {
      test(name, async () => {
        await fc.assert(fc.asyncProperty(randomRows({ dangling: false }), changes, async (rows, given) => {
          const ending = async (run: Run) => {
            await ground.fill(rows)
            return { seen: await watch(run, [given]), left: await ground.dump() }
          }
          const expected = await ending(original[name] as Run)
          const actual = await ending(changed[name] as Run)
          assertSame(expected.seen, actual.seen)
          assert.deepEqual(actual.left, expected.left)
        }), { numRuns: 25 })
      })
    }

    test('the repaired code has no type error', () => assert.deepEqual(typeErrors(repaired), []))
  })
}

prove(
  'run-in-turn: Prisma',
  { workspace: 'prisma', packages: ['@prisma/adapter-libsql', '@prisma/client'], from: { 'src/generated/prisma': await generatedClient() } },
  'run-in-turn/prisma.ts', prismaGround, ['changeAll', 'changeBoth'],
)

prove('run-in-turn: Drizzle', { workspace: 'drizzle', packages: ['drizzle-orm', 'pg'] }, 'run-in-turn/drizzle.ts', drizzleGround, ['changeAll', 'changeSome', 'countBoth'])
