import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { serve, type Served } from '../kit/child.ts'
import { load } from '../kit/load.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

const settings = { fixes: { maxAge: 120 } }

/** What shared caches may keep, and for how long. */
const isShared = (policy: string | null): boolean => /public/.test(policy ?? '') && /max-age=120\b/.test(policy ?? '')

describe('cache-headers: Express', () => {
  let repaired: Repaired
  let original: Served
  let changed: Served
  let broken: Served
  before(async () => {
    repaired = await repair({
      rule: 'uncached-response',
      recipe: 'cache-headers',
      files: { 'src/app.ts': 'cache-headers/express.ts' },
      packages: ['express'],
      settings,
    })
    original = await serve(join(repaired.before, 'src/app.ts'), {})
    changed = await serve(join(repaired.after, 'src/app.ts'), {})
    broken = await serve(join(repaired.after, 'src/app.ts'), { BROKEN: '1' })
  })
  after(async () => {
    await original?.stop()
    await changed?.stop()
    await broken?.stop()
    await repaired?.remove()
  })

  test('the repaired code has no type error', () => {
    assert.deepEqual(typeErrors(repaired), [])
  })

  for (const path of ['/products', '/products/2']) {
    test(`GET ${path}: the same body, with a cache policy after the fix`, async () => {
      const one = await fetch(original.url + path)
      const other = await fetch(changed.url + path)
      assert.equal(one.headers.get('cache-control'), null)
      assert.ok(isShared(other.headers.get('cache-control')), String(other.headers.get('cache-control')))
      assert.equal(other.status, one.status)
      assert.equal(await other.text(), await one.text())
    })
  }

  test('the finding is gone, and the answer that depends on who asks was never found', async () => {
    assert.equal(repaired.found.length, 2)
    assert.deepEqual(repaired.left, [])
    const other = await fetch(`${changed.url}/me`, { headers: { cookie: 'session=1' } })
    assert.equal(other.headers.get('cache-control'), null)
  })

  test('what was not found is not kept', async () => {
    const other = await fetch(`${changed.url}/products/99`)
    assert.equal(other.status, 404)
    assert.ok(!isShared(other.headers.get('cache-control')), String(other.headers.get('cache-control')))
  })

  test('a failure is not kept', async () => {
    for (const path of ['/products', '/products/2']) {
      const other = await fetch(broken.url + path)
      assert.equal(other.status, 500)
      assert.ok(!isShared(other.headers.get('cache-control')), String(other.headers.get('cache-control')))
    }
  })
})

describe('cache-headers: Next.js route handler', () => {
  test('the same body, with a cache policy after the fix', async () => {
    const path = 'app/api/products/route.ts'
    const repaired = await repair({
      rule: 'uncached-response',
      recipe: 'cache-headers',
      files: { [path]: 'cache-headers/next-route.ts' },
      packages: ['react', 'react-dom'],
      extra: { next: '16.4.6' },
      settings,
    })
    const answer = async (folder: string): Promise<Response> => {
      const { GET } = await load(join(folder, path))
      return (GET as () => Promise<Response>)()
    }
    assert.equal(repaired.found.length, 1)
    assert.deepEqual(repaired.left, [])
    const one = await answer(repaired.before)
    const other = await answer(repaired.after)
    assert.equal(one.headers.get('cache-control'), null)
    assert.match(other.headers.get('cache-control') ?? '', /(max-age|s-maxage)=120\b/)
    assert.equal(other.headers.get('content-type'), one.headers.get('content-type'))
    assert.deepEqual(await other.json(), await one.json())
    await repaired.remove()
  })
})
