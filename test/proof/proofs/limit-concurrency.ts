import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { assertSame, watch, type Run } from '../kit/compare.ts'
import { load, type Module } from '../kit/load.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

/** A service that says how many asked it at the same time; it refuses numbers below zero. */
class Service {
  #open = 0
  most = 0

  answer = async (number: number): Promise<string> => {
    this.#open++
    this.most = Math.max(this.most, this.#open)
    await sleep(Math.abs(number) % 3)
    this.#open--
    if (number < 0) throw new Error(`no answer to ${number}`)
    return `answer ${number}`
  }
}

for (const limiter of ['p-limit', 'p-map']) {
  describe(`limit-concurrency: ${limiter}`, () => {
    const cases = ['all', 'inBlocks', ...limiter === 'p-limit' ? ['settled'] : []]
    const service = new Service()
    let repaired: Repaired
    let original: Module
    let changed: Module
    before(async () => {
      repaired = await repair({
        rule: 'unbounded-fan-out', recipe: 'limit-concurrency', packages: [limiter], reached: ['src/fetch.ts'],
        files: { 'src/fetch.ts': 'limit-concurrency/fetch.ts', 'src/service.ts': 'limit-concurrency/service.ts' },
      })
      const instead = { './service.ts': { answer: service.answer } }
      original = await load(join(repaired.before, 'src/fetch.ts'), instead)
      changed = await load(join(repaired.after, 'src/fetch.ts'), instead)
    })
    after(() => repaired?.remove())

    for (const name of cases) {
      test(`${name}: same results in the same order`, async () => {
        await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: limiter === 'p-map' ? 0 : -2, max: 40 }), { maxLength: 40 }), async (numbers) => {
          assertSame(await watch(original[name] as Run, [numbers]), await watch(changed[name] as Run, [numbers]))
          // What goes on after a failure must not count for the next run.
          await sleep(10)
        }), { numRuns: 25 })
      })

      test(`${name}: ten at once, and not a hundred`, async () => {
        const numbers = Array.from({ length: 100 }, (_, index) => index)
        service.most = 0
        await (original[name] as (numbers: number[]) => Promise<unknown>)(numbers)
        assert.equal(service.most, 100)
        service.most = 0
        await (changed[name] as (numbers: number[]) => Promise<unknown>)(numbers)
        assert.equal(service.most, 10)
      })
    }

    test('it is offered first, and what it repaired is not found again', () => {
      assert.equal(repaired.found.length, 3)
      assert.equal(repaired.left.length, 3 - cases.length)
      assert.deepEqual(repaired.found.slice(0, 2).map(({ fixes }) => fixes[0]?.recipe), ['limit-concurrency', 'limit-concurrency'])
      assert.equal(repaired.found[0]!.fixes[0]!.trust, limiter === 'p-limit' ? 'safe' : 'review')
    })

    test('the repaired code has no type error', () => assert.deepEqual(typeErrors(repaired), []))
  })
}
