import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { after, before, describe, test } from 'node:test'
import { serve, type Served } from '../kit/child.ts'
import { sized } from '../kit/data.ts'
import { load } from '../kit/load.ts'
import { createDatabase, fill, openWire, type Wire } from '../kit/postgres.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'
import { openStallingServer } from '../kit/upstreams.ts'

const settings = { fixes: { maxAge: 120 } }

/** What shared caches may keep, and for how long. */
const isShared = (policy: string | null): boolean => /public/.test(policy ?? '') && /max-age=120\b/.test(policy ?? '')

describe('cache-headers: Express', () => {
  let database: PGlite
  let wire: Wire
  let repaired: Repaired
  let original: Served
  let changed: Served
  let broken: Served
  before(async () => {
    repaired = await repair({
      rule: 'uncached-response',
      recipe: 'cache-headers',
      files: { 'src/app.ts': 'cache-headers/express.ts' },
      packages: ['express', 'pg'],
      settings,
    })
    database = await createDatabase()
    await fill(database, sized(3))
    wire = await openWire(database)
    original = await serve(join(repaired.before, 'src/app.ts'), { DATABASE_URL: wire.url })
    changed = await serve(join(repaired.after, 'src/app.ts'), { DATABASE_URL: wire.url })
    broken = await serve(join(repaired.after, 'src/app.ts'), { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/postgres' })
  })
  after(async () => {
    await original?.stop()
    await changed?.stop()
    await broken?.stop()
    await wire?.close()
    await database?.close()
    await repaired?.remove()
  })

  test('the repaired code has no type error', () => {
    assert.deepEqual(typeErrors(repaired), [])
  })

  for (const path of ['/posts', '/posts/2']) {
    test(`GET ${path}: the same body, with a cache policy after the fix`, async () => {
      const one = await fetch(original.url + path)
      const other = await fetch(changed.url + path)
      assert.equal(one.headers.get('cache-control'), null)
      assert.ok(isShared(other.headers.get('cache-control')), String(other.headers.get('cache-control')))
      assert.equal(other.status, one.status)
        const body = await other.text()
      assert.equal(body, await one.text())
      assert.match(body, /Title 2/)
    })
  }

  test('the finding is gone, and the answer that depends on who asks was never found', async () => {
    assert.equal(repaired.found.length, 2)
    assert.deepEqual(repaired.left, [])
    const other = await fetch(`${changed.url}/mine`, { headers: { 'x-user': '1' } })
    assert.equal(other.headers.get('cache-control'), null)
  })

  test('what was not found is not kept', async () => {
    const other = await fetch(`${changed.url}/posts/99`)
    assert.equal(other.status, 404)
    assert.ok(!isShared(other.headers.get('cache-control')), String(other.headers.get('cache-control')))
  })

  test('a failure is not kept', async () => {
    for (const path of ['/posts', '/posts/2']) {
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
      bundled: true,
      settings,
    })
    const upstream = await openStallingServer()
    process.env.CATALOG_URL = upstream.url
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
    await upstream.close()
    await repaired.remove()
  })
})
