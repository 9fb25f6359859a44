/** Proves a recipe for queries: same results on random rows, and as many round trips as the finding says. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { basename, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { assertSame, watch, type Run, type Seen } from './compare.ts'
import { rows as randomRows, sized, type Rows } from './data.ts'
import { load, type Module } from './load.ts'
import { repair, type Finding, type Repaired, type Wish } from './repair.ts'
import { evaluateTrips } from './trips.ts'
import { typeErrors } from './type-errors.ts'

/** A database with a client that counts. */
export interface Ground {
  /** What the workspace's own modules are replaced by, such as `./db.ts`. */
  instead: Record<string, Module>
  fill(rows: Rows): Promise<void> | void
  dump(): Promise<unknown[]> | unknown[]
  /** Takes the tables of users and comments away, and brings them back. */
  hide(): Promise<void> | void
  show(): Promise<void> | void
  /** Round trips since the last call. */
  count(): number
  close(): Promise<void>
}

export interface QueryCase {
  /** Arguments at random; none by default. */
  given?: fc.Arbitrary<unknown[]>
  /** Arguments for a number of rows; none by default. */
  sized?: (number: number) => unknown[]
  /** Its queries come from several findings, so that no single formula speaks for all of them. */
  severalFindings?: boolean
  /** Queries that the library adds to the list's own, such as Prisma for a relation that is included already. */
  added?: number
  /** Round trips of the repaired form at most; 2 by default. */
  trips?: number
  /** A number of rows beyond 100 to try, as with keys that are sent in parts; none by default. */
  most?: number
  /**
   * `fixed`: the tool must repair it. `equal`: a reason to refuse lies in the code; the tool may leave it alone, but
   * what it touches must stay equal.
   */
  expects?: 'fixed' | 'equal'
  /** The library rejects a promise of its own as well, which nobody waits for, so that a query that fails ends the process. */
  rejectsApart?: true
  /** Errors that have another name after the fix, which says so: that name → the one before. */
  errors?: Record<string, string>
}

export interface QueryProof {
  title: string
  wish: Omit<Wish, 'files'>
  /** The case's files, under `cases/`. */
  files: string[]
  open(): Promise<Ground>
  /** Rows may point to rows that do not exist. */
  dangling: boolean
  /** An error is an answer like another one, so that a case may go on without its rows. */
  answersErrors?: true
  cases: Record<string, QueryCase>
}

/** `RUNS=200` asks for more than what every change has to pass. */
const runs = Number(process.env.RUNS ?? 15)

export function proveQueries(proof: QueryProof): void {
  const files = Object.fromEntries(proof.files.map((file) => [`src/${basename(file)}`, file]))
  const paths = Object.keys(files)

  describe(proof.title, () => {
    let repaired: Repaired
    let ground: Ground
    let original: Form
    let changed: Form
    before(async () => {
      repaired = await repair({ ...proof.wish, files, reached: paths })
      ground = await proof.open()
      original = await form(repaired.before, paths, ground)
      changed = await form(repaired.after, paths, ground)
    })
    after(async () => {
      await ground?.close()
      await repaired?.remove()
    })

    for (const [name, wanted] of Object.entries(proof.cases)) {
      test(name, async (t) => {
        const touched = original.textOf(name) !== changed.textOf(name)
        if (wanted.expects === 'equal') {
          if (!touched) return t.diagnostic(`${name}: left alone`)
        } else {
          assertFixed(proof.wish.recipe, find(repaired.found, original, name), find(repaired.left, changed, name), touched)
        }

        const one = original.run(name)
        const other = changed.run(name)
        await assertSameResults(proof, wanted, ground, one, other)
        if (wanted.expects === 'equal') return
        await assertTrips(wanted, ground, one, other, find(repaired.found, original, name)!)
        if (!wanted.rejectsApart) await assertSameFailure(proof, wanted, ground, one, other)
      })
    }

    test('the repaired code has no type error', () => {
      assert.deepEqual(typeErrors(repaired), [])
    })

    test('every function of the case is proven', () => {
      assert.deepEqual(Object.keys(original.functions).sort(), Object.keys(proof.cases).sort())
    })
  })
}

/** The case before or after the fix. */
interface Form {
  functions: Module
  run(name: string): Run
  textOf(name: string): string
  /** Where a function stands; lines count from 1. */
  placeOf(name: string): { path: string; first: number; last: number }
}

async function form(folder: string, paths: string[], ground: Ground): Promise<Form> {
  const texts = new Map<string, string>()
  const functions: Module = {}
  for (const path of paths) {
    texts.set(path, await readFile(join(folder, path), 'utf8'))
    Object.assign(functions, await load(join(folder, path), ground.instead))
  }
  const span = (name: string) => {
    for (const [path, text] of texts) {
      const start = text.indexOf(`export async function ${name}(`)
      if (start < 0) continue
      const end = text.indexOf('\nexport ', start)
      return { path, text, start, end: end < 0 ? text.length : end }
    }
    assert.fail(`the function ${name} is gone`)
  }
  const lineOf = (text: string, offset: number) => text.slice(0, offset).split('\n').length
  return {
    functions,
    run: (name) => functions[name] as Run,
    textOf(name) {
      const { text, start, end } = span(name)
      return text.slice(start, end).trimEnd()
    },
    placeOf(name) {
      const { path, text, start, end } = span(name)
      return { path, first: lineOf(text, start), last: lineOf(text, end) }
    },
  }
}

function find(findings: Finding[], where: Form, name: string): Finding | undefined {
  const { path, first, last } = where.placeOf(name)
  return findings.find((finding) => finding.path === path && finding.start.line >= first && finding.start.line <= last)
}

function assertFixed(recipe: string, found: Finding | undefined, left: Finding | undefined, touched: boolean): void {
  assert.ok(found, 'nothing was found')
  assert.equal(found.fixes[0]?.recipe, recipe, `the first fix offered is another one: ${JSON.stringify(found.fixes)}`)
  assert.ok(touched, 'the fix changed nothing')
  assert.equal(left, undefined, `the finding is still there after the fix: ${left?.message}`)
}

async function assertSameResults(proof: QueryProof, wanted: QueryCase, ground: Ground, one: Run, other: Run): Promise<void> {
  await fc.assert(
    fc.asyncProperty(randomRows({ dangling: proof.dangling }), wanted.given ?? fc.constant<unknown[]>([]), async (rows, given) => {
      const expected = await onFresh(ground, rows, one, given)
      const actual = await onFresh(ground, rows, other, given)
      assertSame(expected.seen, actual.seen)
      assert.deepEqual(actual.left, expected.left, 'the tables differ')
      // On an empty list the joined form still asks once, and Prisma once more for each relation.
      assert.ok(actual.trips <= Math.max(expected.trips + 1, wanted.trips ?? 2), `${actual.trips} trips instead of ${expected.trips}`)
    }),
    { numRuns: runs },
  )
}

async function assertTrips(wanted: QueryCase, ground: Ground, one: Run, other: Run, found: Finding): Promise<void> {
  assert.ok(found.trips, 'the finding says nothing about round trips')
  for (const number of [0, 1, 2, 10, 100, ...wanted.most === undefined ? [] : [wanted.most]]) {
    const given = wanted.sized?.(number) ?? []
    const expected = await onFresh(ground, sized(number), one, given)
    const actual = await onFresh(ground, sized(number), other, given)
    assertSame(expected.seen, actual.seen)
    assert.ok(!('error' in expected.seen.outcome), `the case itself fails: ${JSON.stringify(expected.seen.outcome)}`)
    if (!wanted.severalFindings) {
      assert.equal(evaluateTrips(found.trips, number) + (wanted.added ?? 0), expected.trips, `"${found.trips}" is wrong for ${number} rows`)
    }
    // Databases take so many keys at once: a driver cuts longer lists into parts.
    const most = (wanted.trips ?? 2) * Math.max(1, Math.ceil(number / 500))
    assert.ok(actual.trips <= most, `${actual.trips} trips after the fix for ${number} rows`)
    if (number === 100) assert.ok(expected.trips >= 100, `only ${expected.trips} trips before the fix`)
  }
}

/** A database that fails must fail the caller in the same way. */
async function assertSameFailure(proof: QueryProof, wanted: QueryCase, ground: Ground, one: Run, other: Run): Promise<void> {
  const given = wanted.sized?.(3) ?? []
  await ground.fill(sized(3))
  await ground.hide()
  try {
    const expected = await watch(one, given)
    if (!proof.answersErrors) assert.ok('error' in expected.outcome, 'the case succeeds without its tables')
    assertSame(expected, renamed(await watch(other, given), wanted.errors))
    await quiet(ground)
  } finally {
    await ground.show()
  }
}

/** Where one of many fails, the others still run; the next case must not count them. */
async function quiet(ground: Ground): Promise<void> {
  let windows = 0
  while (windows < 3) {
    await setTimeout(10)
    windows = ground.count() === 0 ? windows + 1 : 0
  }
}

const renamed = (seen: Seen, errors: Record<string, string> = {}): Seen =>
  'error' in seen.outcome ? { ...seen, outcome: { ...seen.outcome, error: errors[seen.outcome.error] ?? seen.outcome.error } } : seen

interface Watched { seen: Seen; trips: number; left: unknown[] }

async function onFresh(ground: Ground, rows: Rows, run: Run, given: unknown[]): Promise<Watched> {
  await ground.fill(rows)
  ground.count()
  const seen = await watch(run, given)
  const trips = ground.count()
  return { seen, trips, left: await ground.dump() }
}
