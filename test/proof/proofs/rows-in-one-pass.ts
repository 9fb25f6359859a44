import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { proofFolder } from '../kit/places.ts'

/** What the page of `n-plus-one` says of components: a loader gets the keys of all rows at once, for each of their queries. */
describe('dataloader: rows that React renders', () => {
  for (const rows of [0, 1, 2, 100]) {
    test(`${rows} rows`, async () => {
      const file = join(proofFolder, 'cases/rows-in-one-pass/rows.mjs')
      const { stdout } = await promisify(execFile)(process.execPath, ['--conditions', 'react-server', file, String(rows)], { cwd: proofFolder })
      const batches = rows === 0 ? [] : [rows]
      assert.deepEqual(JSON.parse(stdout), { first: batches, second: batches })
    })
  }
})
