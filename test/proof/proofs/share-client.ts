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

describe('share-client: node-postgres in Express', () => {
  const ground = openGround('share-client/node-postgres.ts')
  before(ground.open)
  after(ground.close)

  test('both pools are found and shared', () => {
    const { repaired } = ground.state!
    assert.equal(repaired.found.length, 2)
    for (const finding of repaired.found) assert.equal(finding.fixes[0]?.recipe, 'share-client', finding.message)
    assert.deepEqual(repaired.left, [])
  })

  test('the repaired code has no type error', () => {
    assert.deepEqual(typeErrors(ground.state!.repaired), [])
  })

  for (const { path, max } of [{ path: '/users', max: 10 }, { path: '/users/3', max: 3 }]) {
    test(`GET ${path}: ${requests} requests one after another: ${requests} connections before, 1 after`, async () => {
      const { original, changed } = ground.state!
      const expected = await ground.inTurn(original, path)
      assert.equal(expected.connections, requests)
      const actual = await ground.inTurn(changed, path)
      assert.deepEqual(actual.bodies, expected.bodies)
      assert.equal(actual.connections, 1)
    })

    test(`GET ${path}: ${requests} requests at once: ${requests} connections before, at most ${max} after`, async () => {
      const { original, changed } = ground.state!
      const expected = await ground.atOnce(original, path)
      assert.equal(expected.connections, requests)
      const actual = await ground.atOnce(changed, path)
      assert.deepEqual(actual.bodies, expected.bodies)
      assert.ok(actual.connections <= max, `${actual.connections} connections`)
    })
  }
})

describe('share-client: two pools of one name', () => {
  const ground = openGround('share-client/same-names.ts')
  before(ground.open)
  after(ground.close)

  test('the repaired code has no type error', () => {
    assert.equal(ground.state!.repaired.found.length, 2)
    assert.deepEqual(typeErrors(ground.state!.repaired), [])
  })

  // Only one of them can have the name for the whole file: the other may be left alone, but must keep its own options.
  test('the same answers, and no more connections than before', async () => {
    const { original, changed } = ground.state!
    for (const path of ['/users', '/users/3']) {
      const expected = await ground.atOnce(original, path)
      const actual = await ground.atOnce(changed, path)
      assert.deepEqual(actual.bodies, expected.bodies)
      assert.ok(actual.connections <= expected.connections, `${actual.connections} connections`)
    }
  })
})

interface State { database: PGlite; wire: Wire; repaired: Repaired; original: Served; changed: Served }

/** A database, and the application before and after the fix, each in a process of its own. */
function openGround(file: string) {
  const measured = async (ask: () => Promise<unknown[]>) => {
    ground.state!.wire.count()
    const bodies = await ask()
    return { bodies, connections: ground.state!.wire.count().connections }
  }
  const ask = async (server: Served, path: string): Promise<unknown> => (await fetch(server.url + path)).json()
  const ground = {
    state: undefined as State | undefined,
    async open() {
      const repaired = await repair({
        rule: 'client-per-request',
        recipe: 'share-client',
        files: { 'src/app.ts': file },
        packages: ['express', 'pg'],
      })
      const database = await createDatabase()
      await fill(database, sized(5))
      const wire = await openWire(database)
      const original = await serve(join(repaired.before, 'src/app.ts'), { DATABASE_URL: wire.url })
      const changed = await serve(join(repaired.after, 'src/app.ts'), { DATABASE_URL: wire.url })
      ground.state = { database, wire, repaired, original, changed }
    },
    async close() {
      await ground.state?.original.stop()
      await ground.state?.changed.stop()
      await ground.state?.wire.close()
      await ground.state?.database.close()
      await ground.state?.repaired.remove()
    },
    inTurn: (server: Served, path: string) => measured(async () => {
      const bodies = []
      for (let index = 0; index < requests; index++) bodies.push(await ask(server, path))
      return bodies
    }),
    atOnce: (server: Served, path: string) => measured(() =>
      Promise.all(Array.from({ length: requests }, () => ask(server, path)))),
  }
  return ground
}
