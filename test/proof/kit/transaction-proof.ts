/**
 * Proves that what escaped a transaction belongs to it after the fix. Each case is handed whether it shall fail after its
 * statements. Before the fix, something is left of it then, or it never comes to an end, since it waits for a connection
 * that the transaction holds; after the fix it leaves nothing, and as long as it succeeds, everything.
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { after, before as beforeAll, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sized } from './data.ts'
import { load } from './load.ts'
import type { Ground } from './query-proof.ts'
import { repair, type Repaired, type Wish } from './repair.ts'
import { typeErrors } from './type-errors.ts'

export interface TransactionProof {
  title: string
  wish: Omit<Wish, 'files' | 'rule' | 'recipe'>
  /** The case's files, under `cases/`; the first holds the functions. */
  files: string[]
  open(): Promise<Ground>
  cases: string[]
  /** The library's own context makes all of it one transaction: nothing is found, and nothing escapes. */
  ambient?: true
}

type Run = (fails: boolean) => Promise<unknown>
interface Ending { how: 'done' | 'failed' | 'hung'; start: unknown[]; left: unknown[] | undefined }

/** Long enough for all that works on a busy machine. */
const patience = 4_000

export function proveTransactions(proof: TransactionProof): void {
  describe(proof.title, () => {
    const files = Object.fromEntries(proof.files.map((file) => [`src/${basename(file)}`, file]))
    const [path] = Object.keys(files) as [string]
    let repaired: Repaired
    let shared: Ground
    beforeAll(async () => {
      shared = await proof.open()
      repaired = await repair({ ...proof.wish, rule: 'transaction-escape', recipe: 'use-transaction-handle', files, reached: [path] })
    })
    after(async () => {
      await shared?.close()
      await repaired?.remove()
    })

    async function ending(ground: Ground, folder: string, name: string, fails: boolean): Promise<Ending> {
      await ground.fill(sized(3))
      const start = await ground.dump()
      const run = (await load(join(folder, path), ground.instead))[name] as Run
      const how = await Promise.race([
        run(fails).then(() => 'done' as const, () => 'failed' as const),
        sleep(patience, 'hung' as const, { ref: false }),
      ])
      return { how, start, left: how === 'hung' ? undefined : await ground.dump() }
    }

    /** On databases of their own, since one that waits for itself is of no use afterwards; all at once, since waiting takes long. */
    async function apart(names: readonly string[], fails: boolean): Promise<Map<string, Ending>> {
      const grounds: Ground[] = []
      for (const _ of names) grounds.push(await proof.open())
      try {
        return new Map(await Promise.all(names.map(async (name, index) => [name, await ending(grounds[index]!, repaired.before, name, fails)] as const)))
      } finally {
        await Promise.race([Promise.allSettled(grounds.map((ground) => ground.close())), sleep(500, undefined, { ref: false })])
      }
    }
    let before: Promise<{ failed: Map<string, Ending>; done: Map<string, Ending> }> | undefined
    const asBefore = async () => {
      const failed = await apart(proof.cases, true)
      return { failed, done: await apart(proof.cases.filter((name) => failed.get(name)!.how !== 'hung'), false) }
    }

    for (const name of proof.cases) {
      test(name, async (t) => {
        const success = await ending(shared, repaired.after, name, false)
        assert.equal(success.how, 'done', 'it comes to its end after the fix')
        assert.notDeepEqual(success.left, success.start, 'it changes something')
        const failure = await ending(shared, repaired.after, name, true)
        assert.equal(failure.how, 'failed')
        assert.deepEqual(failure.left, failure.start, 'nothing is left of a transaction that failed')
        if (proof.ambient) return

        before ??= asBefore()
        const { failed, done } = await before
        const { how, start, left } = failed.get(name)!
        t.diagnostic(`${name}: before the fix, ${how === 'hung' ? 'it waits for itself' : 'its write outlives the rollback'}`)
        if (how === 'hung') return
        assert.notDeepEqual(left, start, 'before the fix, something is left')
        assert.deepEqual(success.left, done.get(name)!.left, 'on success, equal rows')
      })
    }

    test(proof.ambient ? 'nothing is found' : 'all are found and repaired', () => {
      if (proof.ambient) return assert.deepEqual(repaired.found, [])
      assert.ok(repaired.found.length >= proof.cases.length, `${repaired.found.length} findings`)
      assert.deepEqual(new Set(repaired.found.map(({ fixes }) => fixes[0]?.recipe)), new Set(['use-transaction-handle']))
      assert.deepEqual(repaired.left.map(({ message }) => message), [])
    })

    test('the repaired code has no type error', () => assert.deepEqual(typeErrors(repaired), []))

    test('every function of the case is proven', async () => {
      const text = await readFile(join(repaired.before, path), 'utf8')
      assert.deepEqual([...text.matchAll(/^export async function (\w+)\(fails/gm)].map((match) => match[1]).sort(), [...proof.cases].sort())
    })
  })
}
