import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { after, before, describe, test } from 'node:test'
import { serve, type Served } from '../kit/child.ts'
import { sized } from '../kit/data.ts'
import { createDatabase, fill, openWire, type Wire } from '../kit/postgres.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

const requests = 12

const cases = [
  { title: 'share-client: node-postgres in Express', file: 'share-client/node-postgres.ts' },
  { title: 'share-client: two pools of one name', file: 'share-client/same-names.ts' },
]

for (const { title, file } of cases) {
  describe(title, () => {
    let database: PGlite
    let wire: Wire
    let repaired: Repaired
    let original: Served
    let changed: Served
    before(async () => {
      database = await createDatabase()
      await fill(database, sized(5))
      wire = await openWire(database)
      repaired = await repair({
        rule: 'client-per-request',
        recipe: 'share-client',
        files: { 'src/app.ts': file },
        packages: ['express', 'pg'],
      })
      original = await serve(join(repaired.before, 'src/app.ts'), { DATABASE_URL: wire.url })
      changed = await serve(join(repaired.after, 'src/app.ts'), { DATABASE_URL: wire.url })
    })
    after(async () => {
      await original?.stop()
      await changed?.stop()
      await wire?.close()
      await database?.close()
      await repaired?.remove()
    })

    test('both pools are found and shared', () => {
      assert.equal(repaired.found.length, 2)
      for (const finding of repaired.found) assert.equal(finding.fixes[0]?.recipe, 'share-client', finding.message)
      assert.deepEqual(repaired.left, [])
    })

    test('the repaired code has no type error', () => {
      assert.deepEqual(typeErrors(repaired), [])
    })

    for (const { path, max } of [{ path: '/users', max: 10 }, { path: '/users/3', max: 3 }]) {
      test(`GET ${path}: ${requests} requests one after another: ${requests} connections before, 1 after`, async () => {
        const expected = await inTurn(original, path)
        assert.equal(expected.connections, requests)
        const actual = await inTurn(changed, path)
        assert.deepEqual(actual.bodies, expected.bodies)
        assert.equal(actual.connections, 1)
      })

      test(`GET ${path}: ${requests} requests at once: ${requests} connections before, at most ${max} after`, async () => {
        const expected = await atOnce(original, path)
        assert.equal(expected.connections, requests)
        const actual = await atOnce(changed, path)
        assert.deepEqual(actual.bodies, expected.bodies)
        assert.ok(actual.connections <= max, `${actual.connections} connections`)
      })
    }

    async function inTurn(server: Served, path: string) {
      wire.count()
      const bodies = []
      for (let index = 0; index < requests; index++) bodies.push(await (await fetch(server.url + path)).json())
      return { bodies, connections: wire.count().connections }
    }

    async function atOnce(server: Served, path: string) {
      wire.count()
      const bodies = await Promise.all(Array.from({ length: requests }, async () => (await fetch(server.url + path)).json()))
      return { bodies, connections: wire.count().connections }
    }
  })
}
