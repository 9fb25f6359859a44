import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { until } from '../kit/child.ts'
import { assertSame, watch, type Run } from '../kit/compare.ts'
import { load, type Module } from '../kit/load.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'
import { openStallingServer, type StallingServer } from '../kit/upstreams.ts'

const limit = 300
/** The form without a limit is watched for this long. */
const patience = 2_000

interface Failure { error: string; code: unknown }

interface Library {
  title: string
  file: string
  packages: string[]
  /** What the caller sees when the limit has passed, and when its own signal aborts. */
  late: Failure[]
  aborted: Failure
}

const libraries: Library[] = [
  {
    title: 'add-timeout: fetch',
    file: 'add-timeout/fetch.ts',
    packages: [],
    late: [{ error: 'TimeoutError', code: DOMException.TIMEOUT_ERR }],
    aborted: { error: 'AbortError', code: DOMException.ABORT_ERR },
  },
  {
    title: 'add-timeout: axios',
    file: 'add-timeout/axios.ts',
    packages: ['axios'],
    // When the headers have come already, axios 1.21 reports that the stream broke off.
    late: [{ error: 'AxiosError', code: 'ECONNABORTED' }, { error: 'AxiosError', code: 'ERR_BAD_RESPONSE' }],
    aborted: { error: 'CanceledError', code: 'ERR_CANCELED' },
  },
]

for (const library of libraries) {
  describe(library.title, () => {
    let repaired: Repaired
    let upstream: StallingServer
    let original: Module
    let changed: Module
    before(async () => {
      upstream = await openStallingServer()
      repaired = await repair({
        rule: 'missing-timeout',
        recipe: 'add-timeout',
        files: { 'src/case.ts': library.file },
        reached: 'src/case.ts',
        packages: library.packages,
        settings: { fixes: { timeout: limit } },
      })
      original = await load(join(repaired.before, 'src/case.ts'))
      changed = await load(join(repaired.after, 'src/case.ts'))
    })
    after(async () => {
      await upstream?.close()
      await repaired?.remove()
    })

    const names = (): string[] => Object.keys(original)
    const values = (name: string, path: string): unknown[] =>
      name === 'withSignal' ? [upstream.url + path, new AbortController().signal] : [upstream.url + path]

    test('every call is found and repaired', () => {
      assert.equal(repaired.found.length, names().length)
      for (const finding of repaired.found) assert.equal(finding.fixes[0]?.recipe, 'add-timeout', finding.message)
      assert.deepEqual(repaired.left, [])
    })

    test('the repaired code has no type error', () => {
      assert.deepEqual(typeErrors(repaired), [])
    })

    test('an answer in time is the same answer', async () => {
      for (const name of names()) {
        const given = () => values(name, '/fine')
        assertSame(await watch(original[name] as Run, given()), await watch(changed[name] as Run, given()))
      }
    })

    for (const [path, where] of [['/no-headers', 'before the headers'], ['/half-a-body', 'inside the body']] as const) {
      test(`a server that stalls ${where}: waits before, ends at the limit after`, async () => {
        await Promise.all(names().map(async (name) => {
          const began = performance.now()
          const seen = await Promise.race([watch(changed[name] as Run, values(name, path)), wait(patience)])
          const took = performance.now() - began
          assert.ok(seen, `${name} still waits after ${patience} ms`)
          const { outcome } = seen
          assert.ok(library.late.some((failure) => isDeepStrictEqual(failure, outcome)), `${name}: ${JSON.stringify(outcome)}`)
          assert.ok(took > limit - 20 && took < limit + 1_000, `${name} ended after ${Math.round(took)} ms`)
        }))
        await until('nobody waits for the server any more', () => upstream.waiting() === 0)

        await Promise.all(names().map(async (name) => {
          const pending = watch(original[name] as Run, values(name, path))
          const first = await Promise.race([pending, wait(patience, 'still waiting')])
          assert.equal(first, 'still waiting', `${name} ended by itself before the fix`)
        }))
        assert.equal(upstream.waiting(), names().length)
        await upstream.drop()
      })
    }

    test('the caller\'s own signal still aborts, before and after', async () => {
      for (const form of [original, changed]) {
        const began = performance.now()
        const controller = new AbortController()
        setTimeout(() => controller.abort(), 60)
        const { outcome } = await watch(form.withSignal as Run, [`${upstream.url}/no-headers`, controller.signal])
        assert.deepEqual(outcome, library.aborted)
        assert.ok(performance.now() - began < limit - 50, 'it waited for the limit')
      }
    })

    test('a signal that is aborted already is respected', async () => {
      for (const form of [original, changed]) {
        const { outcome } = await watch(form.withSignal as Run, [`${upstream.url}/fine`, AbortSignal.abort()])
        assert.deepEqual(outcome, library.aborted)
      }
    })
  })
}
