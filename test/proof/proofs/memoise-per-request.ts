import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { rows as randomRows } from '../kit/data.ts'
import { prismaGround } from '../kit/grounds.ts'
import { load, type Module } from '../kit/load.ts'
import { proofFolder } from '../kit/places.ts'
import { generatedClient } from '../kit/prisma.ts'
import type { Ground } from '../kit/query-proof.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

/** React as it is on a server, where its `cache` remembers for as long as somebody renders. */
const react = createRequire(import.meta.url)(join(proofFolder, 'node_modules/react/cjs/react.react-server.production.js')) as Module
const inside = react.__SERVER_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE as { A: unknown }

/** Stands in for the renderer, which gives each request memory of its own. */
async function inRequest<T>(work: () => Promise<T>): Promise<T> {
  const memory = new Map<() => unknown, unknown>()
  inside.A = { getCacheForType: (make: () => unknown) => memory.get(make) ?? (memory.set(make, make()), memory.get(make)) }
  try {
    return await work()
  } finally {
    inside.A = null
  }
}

interface Page { generateMetadata(props: object): Promise<unknown>; default(props: object): Promise<unknown> }

describe('memoise-per-request: React and Prisma', () => {
  let repaired: Repaired
  let ground: Ground
  let original: Page
  let changed: Page

  before(async () => {
    repaired = await repair({
      rule: 'repeated-query', recipe: 'memoise-per-request', workspace: 'prisma', bundled: true,
      packages: ['@prisma/adapter-libsql', '@prisma/client', 'react'], extra: { next: '16.0.0' },
      from: { 'src/generated/prisma': await generatedClient() },
      files: { 'src/loaders.ts': 'memoise-per-request/loaders.ts', 'app/[id]/page.tsx': 'memoise-per-request/page.tsx' },
    })
    ground = await prismaGround()
    const pageIn = async (folder: string) => await load(join(folder, 'app/[id]/page.tsx'), { ...ground.instead, react }) as unknown as Page
    original = await pageIn(repaired.before)
    changed = await pageIn(repaired.after)
  })
  after(async () => {
    await ground?.close()
    await repaired?.remove()
  })

  const visit = (page: Page, id: number) => inRequest(async () => {
    const props = { params: Promise.resolve({ id: String(id) }) }
    return [await page.generateMetadata(props), await page.default(props)]
  })

  test('was found, and is gone', () => {
    assert.ok(repaired.found.length > 0, 'nothing was found')
    assert.deepEqual(repaired.left.map(({ message }) => message), [])
  })

  test('a visit sees the same, and asks each question once', async () => {
    await fc.assert(fc.asyncProperty(randomRows({ dangling: false }), fc.integer({ min: 1, max: 11 }), async (rows, id) => {
      await ground.fill(rows)
      ground.count()
      const expected = await visit(original, id)
      const trips = ground.count()
      assert.deepEqual(await visit(changed, id), expected)
      const saved = trips - ground.count()
      assert.equal(saved, 3, 'the user is asked for twice too often, the comments once')
      // The next visit asks anew.
      await ground.fill({ users: [], posts: [], comments: [] })
      assert.deepEqual(await visit(changed, id), await visit(original, id))
    }), { numRuns: 25 })
  })

  test('the repaired code has no type error', () => assert.deepEqual(typeErrors(repaired), []))
})
