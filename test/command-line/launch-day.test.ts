/** The sample app, through the built command line: exactly these findings, and silence everywhere else. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sample = path.join(root, 'samples', 'launch-day')
const commandLine = path.join(root, 'dist', 'command-line.js')

interface Found {
  rule: string
  level: string
  message: string
  path: string
  start: { line: number }
  related: { path: string; line: number }[]
  trips: unknown
  entry: string | null
  fixes: { recipe: string; trust: string }[]
}
interface Report { checked: { files: number }; findings: Found[] }

const crowdproof = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, ...words, '--no-cache'], { cwd: root, encoding: 'utf8' })
  return { status, stdout, stderr }
}
const check = (folder: string): Report => {
  const { status, stdout, stderr } = crowdproof('check', folder, '--cwd', folder, '--format', 'json')
  expect(status, stderr).toBeLessThan(2)
  return JSON.parse(stdout) as Report
}

/** Rule, file, and the text of the line that it marks: line numbers would only say that somebody added a line. */
const expected = [
  ['n-plus-one', 'server/routes/posts.ts', 'const author = await prisma.user.findUnique({ where: { id: post.authorId } });'],
  ['n-plus-one', 'server/routes/feed.ts', 'const comments = await prisma.comment.findMany({'],
  ['n-plus-one', 'server/routes/orders.ts', 'const summary = await orderService.summarize(order.id);'],
  ['n-plus-one', 'server/routes/stats.ts', 'const { rows } = await analytics.query('],
  ['unbounded-result', 'server/routes/stats.ts', 'const makers = await prisma.user.findMany({'],
  ['missing-index', 'server/routes/makers.ts', 'const posts = await prisma.post.findMany({'],
  ['missing-index', 'server/routes/me.ts', 'prisma.post.count({ where: { authorId: req.user!.id } }),'],
  ['missing-index', 'server/routes/products.ts', 'const products = await prisma.product.findMany({'],
  ['client-per-request', 'server/routes/admin.ts', 'const prisma = new PrismaClient({ adapter });'],
  ['mail-in-request', 'server/routes/auth.ts', 'await transporter.sendMail({'],
  ['mail-in-request', 'server/services/notifications.ts', 'await transporter.sendMail({'],
  ['document-in-request', 'server/services/invoices.ts', 'await page.pdf({ path: invoicePath(order.number), format: \'A4\' });'],
  ['missing-timeout', 'server/services/rates.ts', 'const response = await fetch(`${RATES_URL}?base=${base}`);'],
  ['missing-timeout', 'server/services/payments.ts', 'const { data } = await axios.post<Charge>('],
  ['uncached-response', 'server/routes/posts.ts', 'router.get(\'/\', async (_req, res) => {'],
  ['uncached-response', 'server/routes/posts.ts', 'router.get(\'/:slug\', async (req, res) => {'],
  ['uncached-response', 'server/routes/feed.ts', 'router.get(\'/\', async (_req, res) => {'],
  ['uncached-response', 'server/routes/rates.ts', 'router.get(\'/\', async (_req, res) => {'],
  ['missing-error-boundary', 'web/src/main.tsx', 'createRoot(document.getElementById(\'root\')!).render('],
].map(words => words.join(' | ')).sort()

const lineOf = (folder: string, { path: file, start }: Found) =>
  fs.readFileSync(path.join(folder, file), 'utf8').split('\n')[start.line - 1]!.trim()

describe('the sample app', () => {
  const { findings, checked } = check(sample)
  const of = (rule: string, file: string) => findings.find(finding => finding.rule === rule && finding.path === file)

  test('has these findings and no others', () => {
    const found = findings.map(finding => `${finding.rule} | ${finding.path} | ${lineOf(sample, finding)}`).sort()
    expect(found).toEqual(expected)
  })

  test('is read as a whole', () => {
    const sources = fs.readdirSync(sample, { recursive: true, encoding: 'utf8' })
      .filter(file => /\.tsx?$/.test(file) && !file.includes('node_modules'))
    expect(checked.files).toBe(sources.length)
  })

  test('leads from the loop to the query in the service', () => {
    const finding = of('n-plus-one', 'server/routes/orders.ts')
    expect(finding?.related.map(step => step.path)).toContain('server/services/orders.ts')
    expect(finding?.entry).toBe('GET /api/orders')
  })

  test.each([
    ['n-plus-one', 'server/routes/posts.ts', 'include-relation'],
    ['n-plus-one', 'server/routes/feed.ts', 'batch-by-key'],
    ['n-plus-one', 'server/routes/stats.ts', 'batch-by-key'],
    ['unbounded-result', 'server/routes/stats.ts', 'add-limit'],
    ['missing-index', 'server/routes/makers.ts', 'add-index'],
    ['client-per-request', 'server/routes/admin.ts', 'share-client'],
    ['mail-in-request', 'server/routes/auth.ts', 'enqueue'],
    ['missing-timeout', 'server/services/rates.ts', 'add-timeout'],
    ['missing-timeout', 'server/services/payments.ts', 'add-timeout'],
    ['uncached-response', 'server/routes/feed.ts', 'cache-headers'],
    ['missing-error-boundary', 'web/src/main.tsx', 'add-error-boundary'],
  ])('offers for %s in %s the recipe %s', (rule, file, recipe) => {
    expect(of(rule, file)?.fixes.map(fix => fix.recipe)).toContain(recipe)
  })
})

describe('the repaired sample app', () => {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'crowdproof launch dày '))
  afterAll(() => fs.rmSync(copy, { recursive: true, force: true }))

  test('keeps only what no fix repairs', () => {
    fs.cpSync(sample, copy, { recursive: true, filter: file => !file.includes('node_modules') })
    const before = check(copy)
    const { status, stderr } = crowdproof('fix', copy, '--cwd', copy, '--review')
    expect(status, stderr).toBeLessThan(2)

    const after = check(copy)
    const fixable = before.findings.filter(finding => finding.fixes.length > 0)
    expect(fixable.length).toBeGreaterThan(8)
    expect(after.findings.filter(finding => finding.fixes.length > 0)).toEqual([])
    expect(after.findings.length).toBeLessThanOrEqual(before.findings.length - fixable.length)
  })
})
