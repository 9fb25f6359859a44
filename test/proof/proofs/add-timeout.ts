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

const limit = 600
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
        reached: ['src/case.ts'],
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
    // A signal from elsewhere may hold a limit of its own: the tool may leave such a call alone.
    const unlimited = (): string[] => names().filter((name) => name !== 'withSignal')
    const values = (name: string, path: string): unknown[] => {
      if (name === 'withSignal') return [upstream.url + path, new AbortController().signal]
      if (name === 'withController') return [upstream.url + path, new EventTarget()]
      return [upstream.url + path]
    }

    test('every call is found and repaired', () => {
      assert.ok(repaired.found.length >= unlimited().length, `${repaired.found.length} of ${unlimited().length} were found`)
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
        const late = await Promise.all(unlimited().map(async (name) => {
          const began = performance.now()
          const seen = await Promise.race([watch(changed[name] as Run, values(name, path)), wait(patience)])
          if (!seen) return `${name} still waits after ${patience} ms`
          const took = performance.now() - began
          if (took < limit - 20) return `${name} ended after ${Math.round(took)} ms`
          return library.late.some((failure) => isDeepStrictEqual(failure, seen.outcome)) ? '' : `${name}: ${JSON.stringify(seen.outcome)}`
        }))
        assert.deepEqual(late.filter(Boolean), [])
        await until('nobody waits for the server any more', () => upstream.waiting() === 0)

        const early = await Promise.all(unlimited().map(async (name) => {
          const seen = await Promise.race([watch(original[name] as Run, values(name, path)), wait(patience)])
          return seen ? `${name} ended by itself before the fix` : ''
        }))
        assert.deepEqual(early.filter(Boolean), [])
        assert.equal(upstream.waiting(), unlimited().length)
        await upstream.drop()
      })
    }

    test('the caller\'s own signal still aborts, before and after', async () => {
      for (const form of [original, changed]) {
        const began = performance.now()
        const controller = new AbortController()
        setTimeout(() => controller.abort(), 60)
        const visitor = new EventTarget()
        setTimeout(() => visitor.dispatchEvent(new Event('leaves')), 60)
        const url = `${upstream.url}/no-headers`
        const seen = await Promise.all([
          watch(form.withSignal as Run, [url, controller.signal]),
          watch(form.withController as Run, [url, visitor]),
        ])
        for (const { outcome } of seen) assert.deepEqual(outcome, library.aborted)
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
