import { expect, test } from 'vitest'
import { classify } from '../../server/engine/entries/classify.ts'

const imports = (...names: string[]) => ({
  shebang: false,
  imports: names.map((from) => ({ from, name: 'x', binding: 0, typeOnly: false, start: 0, end: 0 })),
})

test.each([
  ['src/users.service.ts', 'production'],
  ['src/users.service.spec.ts', 'test'],
  ['src/users.TEST.tsx', 'test'],
  ['src/__tests__/helpers.ts', 'test'],
  ['packages/db/src/test/helpers.ts', 'test'],
  ['src/pages/__tests__/util.ts', 'test'],
  ['apps/web/playwright.config.ts', 'test'],
  ['src/lib/playwright-pdf.ts', 'production'],
  ['src/lib/speed-test.ts', 'production'],
  ['vitest.setup.ts', 'test'],
  ['src/Button.stories.tsx', 'fixture'],
  ['src/stories/stories.service.ts', 'production'],
  ['src/email/fixtures/order.ts', 'fixture'],
  ['packages/database/migration/20250101/migration.ts', 'migration'],
  ['prisma/migrations/0001/index.ts', 'migration'],
  ['src/db/migrate.ts', 'migration'],
  ['scripts/backfill-users.ts', 'migration'],
  ['prisma/seed.ts', 'seed'],
  ['prisma/seed-database.ts', 'seed'],
  ['src/wallet/seed-phrase.ts', 'production'],
  ['packages/db/src/seed/users.mts', 'seed'],
  ['scripts/report.ts', 'script'],
  ['tools/build.mjs', 'script'],
  ['src/mcp/tools/search.ts', 'production'],
  ['src/services/benchmarks/service.ts', 'production'],
  ['next.config.mjs', 'script'],
  ['app/api/seed/route.ts', 'production'],
  ['apps/web/app/(ee)/api/stripe/webhook/test/route.ts', 'production'],
  ['pages/api/test/index.ts', 'production'],
  ['app/routes/test/route.tsx', 'production'],
  ['tests/app/page.tsx', 'test'],
  ['tests/pages/home.ts', 'test'],
])('%s: %s', (path, expected) => {
  expect(classify(path)).toBe(expected)
})

test('what a file imports tells as much as its path', () => {
  expect(classify('src/a.ts', imports('express'))).toBe('production')
  expect(classify('src/a.ts', imports('vitest'))).toBe('test')
  expect(classify('src/a.ts', imports('node:test'))).toBe('test')
  expect(classify('src/a.ts', imports('@faker-js/faker'))).toBe('seed')
  expect(classify('src/a.ts', { shebang: true, imports: [] })).toBe('script')
  const typeOnly = imports('vitest')
  typeOnly.imports[0]!.typeOnly = true
  expect(classify('src/a.ts', typeOnly)).toBe('production')
})
