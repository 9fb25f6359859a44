/** The table of what is found and repaired is up to date; `npm run coverage` writes it anew. */
import fs from 'node:fs'
import { expect, test } from 'vitest'
import { coverage, coveragePath, writtenCoverage } from './coverage.ts'

test('docs/coverage.md says what the pages and the proofs show', async () => {
  const now = await coverage()
  if (process.env.UPDATE) fs.writeFileSync(coveragePath, now)
  expect(writtenCoverage(), 'run `npm run coverage`').toBe(now)
}, 120_000)
