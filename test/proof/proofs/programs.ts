/** Small programs at random: a fix with the same behaviour changes nothing that any of them gives, throws or leaves behind. */
import assert from 'node:assert/strict'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { watch, type Run } from '../kit/compare.ts'
import { keys, rows as randomRows } from '../kit/data.ts'
import { dialects } from '../kit/dialects.ts'
import { load, type Module } from '../kit/load.ts'
import { proofFolder } from '../kit/places.ts'
import { helpers, programs } from '../kit/programs.ts'
import type { Ground } from '../kit/query-proof.ts'
import { repair, type Repaired } from '../kit/repair.ts'
import { typeErrors } from '../kit/type-errors.ts'

/** `SEED=7 PROGRAMS=200` writes others. */
const seed = Number(process.env.SEED ?? 1)
const count = Number(process.env.PROGRAMS ?? 150)
/** Not under version control; the repair copies them from there. */
const written = 'node_modules/.proof/programs'

for (const [name, dialect] of Object.entries(await dialects())) {
  describe(`programs at random: ${name}`, () => {
    const list = programs(dialect, seed, count)
    const path = `src/${name}.ts`
    let repaired: Repaired
    let ground: Ground
    let original: Module
    let changed: Module
    let texts: [string, string]
    before(async () => {
      await mkdir(join(proofFolder, written), { recursive: true })
      const file = join(proofFolder, written, `${name}.ts`)
      await writeFile(file, [dialect.head, helpers, ...list.map(({ text }) => text)].join('\n'))
      repaired = await repair({ ...dialect.wish, rule: 'n-plus-one', recipe: 'programs', files: { [path]: join('..', written, `${name}.ts`) }, reached: [path], safe: true })
      await rm(file)
      ground = await dialect.open()
      original = await load(join(repaired.before, path), ground.instead)
      changed = await load(join(repaired.after, path), ground.instead)
      texts = [await readFile(join(repaired.before, path), 'utf8'), await readFile(join(repaired.after, path), 'utf8')]
    })
    after(async () => {
      await ground?.close()
      await repaired?.remove()
    })

    test('every one gives the same', async (t) => {
      const touched = list.filter((program) => textOf(texts[0], program.name) !== textOf(texts[1], program.name))
      t.diagnostic(`${touched.length} of ${count} were repaired`)
      assert.ok(touched.length > 0, 'none was repaired')
      const given = fc.sample(fc.tuple(randomRows({ dangling: dialect.dangling }), keys, keys, fc.array(fc.option(fc.integer({ min: 1, max: 9 }))), fc.boolean()), { numRuns: 10, seed })
      for (const program of touched) {
        for (const [rows, ids, users, maybe, flag] of given) {
          const run = async (module: Module) => {
            await ground.fill(rows)
            const seen = await watch(module[program.name] as Run, [[...ids], users.map((userId) => ({ userId, note: '' })), [...maybe], flag])
            return { seen, left: await ground.dump() }
          }
          const expected = await run(original)
          assert.deepEqual(await run(changed), expected, `${program.text}\nbecame\n\n${textOf(texts[1], program.name)}`)
        }
      }
    })

    test('the repaired code has no type error of its own', () => {
      const errors = typeErrors(repaired)
      const before = new Set(errors.filter((error) => error.startsWith('before')).map((error) => error.replace('before', 'after')))
      assert.deepEqual(errors.filter((error) => error.startsWith('after') && !before.has(error)), [])
    })
  })
}

function textOf(all: string, name: string): string {
  const start = all.indexOf(`export async function ${name}(`)
  const end = all.indexOf('\nexport ', start)
  return all.slice(start, end < 0 ? undefined : end).trimEnd()
}
