/** Proves recipes for functions that ask a fixed number of times: same results, and as many queries as are wanted. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { assertSame, watch, type Run, type Seen } from './compare.ts'
import { rows as randomRows, type Rows } from './data.ts'
import { load, type Module } from './load.ts'
import type { Ground } from './query-proof.ts'
import { repair, type Repaired, type Wish } from './repair.ts'
import { typeErrors } from './type-errors.ts'

export interface AgainCase {
  given: fc.Arbitrary<unknown[]>
  /** `equal`: a reason to refuse lies in the code; what is touched all the same must stay equal. */
  expects?: 'equal'
}

/** A database that also tells how many queries were open at one moment at most since the last call. */
export interface WatchedGround extends Ground { mostOpen?(): number }

export interface AgainProof {
  title: string
  wish: Omit<Wish, 'files'>
  file: string
  open(): Promise<WatchedGround>
  cases: Record<string, AgainCase>
  /** The queries stay as many, but begin together; else they become fewer. */
  together?: true
}

interface Form { text: string; functions: Module }

export function proveAgain(proof: AgainProof): void {
  const path = `src/${basename(proof.file)}`
  describe(proof.title, () => {
    let repaired: Repaired
    let ground: WatchedGround
    let original: Form
    let changed: Form
    before(async () => {
      repaired = await repair({ ...proof.wish, files: { [path]: proof.file }, reached: [path] })
      ground = await proof.open()
      original = await formOf(repaired.before, path, ground)
      changed = await formOf(repaired.after, path, ground)
    })
    after(async () => {
      await ground?.close()
      await repaired?.remove()
    })

    for (const [name, wanted] of Object.entries(proof.cases)) {
      test(name, async (t) => {
        const touched = textOf(original, name) !== textOf(changed, name)
        if (wanted.expects === 'equal' && !touched) return t.diagnostic(`${name}: left alone`)
        assert.ok(touched, 'the fix changed nothing')
        const trips: [number, number][] = []
        await fc.assert(fc.asyncProperty(randomRows({ dangling: false }), wanted.given, async (rows, given) => {
          const one = await onFresh(ground, rows, original.functions[name] as Run, given)
          const other = await onFresh(ground, rows, changed.functions[name] as Run, given)
          assertSame(one.seen, other.seen)
          assert.deepEqual(other.left, one.left, 'the tables differ')
          assert.ok(other.trips <= one.trips, `${other.trips} trips instead of ${one.trips}`)
          trips.push([one.trips, other.trips])
          if (!proof.together) return
          assert.equal(other.trips, one.trips)
          assert.equal(one.open, 1, 'queries were open together before the fix')
          assert.ok(other.open! > 1, 'queries still wait for each other')
        }), { numRuns: 25 })
        if (!proof.together && wanted.expects !== 'equal') assert.ok(trips.some(([one, other]) => other < one), 'no query was saved')
      })
    }

    test('the repaired code has no type error', () => assert.deepEqual(typeErrors(repaired), []))
    test('every function of the case is proven', () => assert.deepEqual(Object.keys(original.functions).sort(), Object.keys(proof.cases).sort()))
  })
}

async function formOf(folder: string, path: string, ground: Ground): Promise<Form> {
  return { text: await readFile(join(folder, path), 'utf8'), functions: await load(join(folder, path), ground.instead) }
}

function textOf({ text }: Form, name: string): string {
  const start = text.indexOf(`export async function ${name}(`)
  assert.ok(start >= 0, `the function ${name} is gone`)
  const end = text.indexOf('\nexport ', start)
  return text.slice(start, end < 0 ? text.length : end).trimEnd()
}

interface Watched { seen: Seen; trips: number; open: number | undefined; left: unknown[] }

async function onFresh(ground: WatchedGround, rows: Rows, run: Run, given: unknown[]): Promise<Watched> {
  await ground.fill(rows)
  ground.count()
  ground.mostOpen?.()
  const seen = await watch(run, given)
  return { seen, trips: ground.count(), open: ground.mostOpen?.(), left: await ground.dump() }
}
