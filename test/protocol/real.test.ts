/** The language server over the real engine: the same answers after any edits, from any process, in any order. */
import fs from 'node:fs'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Diagnostic, Hover } from 'vscode-languageserver/node'
import { openSession } from '../../server/workspace/open-session.ts'
import { bareClient, connectInside, folderWith, pause, projectRoot, until, uri, type ClientOptions, type TestClient } from './kit/client.ts'

const shop = path.join(projectRoot, 'test', 'editor', 'workspaces', 'shop')
const clients: TestClient[] = []
const connect = async (options: ClientOptions): Promise<TestClient> => {
  const client = await connectInside((session) => openSession({ ...session, cache: false }), options)
  clients.push(client)
  return client
}
let folder: string
beforeEach(() => {
  folder = folderWith({})
  fs.cpSync(shop, folder, { recursive: true })
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.leave()
})
const inShop = (name: string): string => path.join(folder, 'src', name)
const rules = (items: Diagnostic[]): unknown[] => items.map(({ code }) => code)

describe('over the real engine', () => {
  test('findings, hover and fix of the story', async () => {
    const client = await connect({ folders: [folder] })
    const feed = inShop('feed.ts')
    await client.open(feed)
    const [found] = await client.items(feed)
    expect(found).toMatchObject({ code: 'n-plus-one', range: { start: { line: 8 }, end: { line: 8 } } })
    expect(found!.relatedInformation!.length).toBeGreaterThan(0)
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', { textDocument: { uri: uri(feed) }, position: found!.range.start })
    const { value } = hover.contents as { value: string }
    expect(value).toContain('`1 + posts`')
    expect(value).toContain(`](<${uri(inShop('app.ts'))}#L8>)`)
    const [fix] = await client.actions(feed, found!.range)
    const resolved = await client.resolve(fix!)
    expect(JSON.stringify(resolved.edit)).not.toBe('{}')
    expect(client.logged.filter(({ type }) => type === 1)).toEqual([])
  })

  test('what another file does decides, and its edit is seen here', async () => {
    const feed = inShop('feed.ts')
    const helper = inShop('authors.ts')
    const direct = fs.readFileSync(feed, 'utf8')
    fs.writeFileSync(feed, direct
      .replace("await prisma.user.findUnique({ where: { id: post.authorId } })", 'await authorOf(post.authorId)')
      .replace('\n', "\nimport { authorOf } from './authors.js'\n"))
    const asking = "import { prisma } from './prisma.js'\nexport const authorOf = (id: string) => prisma.user.findUnique({ where: { id } })\n"
    fs.writeFileSync(helper, asking)
    const client = await connect({ folders: [folder] })
    await client.open(feed)
    await client.open(helper)
    expect(rules(await client.items(feed))).toContain('n-plus-one')
    await client.items(helper)
    await pause(300)
    const before = client.refreshes
    await client.change(helper, "export const authorOf = async (id: string) => ({ id, name: 'nobody' })\n")
    expect(rules(await client.items(feed))).not.toContain('n-plus-one')
    await client.change(helper, asking)
    await until('a refresh', () => client.refreshes > before, 5000).catch(() => undefined)
    expect(rules(await client.items(feed))).toContain('n-plus-one')
  })

  test('a change on disk is seen as well, and a file that vanishes takes its findings along', async () => {
    const client = await connect({ folders: [folder], greeting: { scanned: true } })
    const held = client.hold()
    const rates = inShop('rates.ts')
    await until('its findings', () => held.reports.some((report) => report.uri === uri(rates)))
    const text = fs.readFileSync(rates, 'utf8')
    fs.writeFileSync(rates, text.replace('return body', "await fetch('https://more.example.com')\n  return body"))
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(rates), type: 2 }] })
    const latest = () => held.reports.findLast((report) => report.uri === uri(rates))
    await until('two of them', () => { const report = latest(); return report?.kind === 'full' && report.items.length === 2 })
    fs.rmSync(inShop(''), { recursive: true })
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path.join(folder, 'src')), type: 3 }] })
    await until('none', () => { const report = latest(); return report?.kind === 'full' && report.items.length === 0 })
  })

  test('levels and scale of the editor arrive, and its settings file is checked', async () => {
    const client = await connect({ folders: [folder], settings: { crowdproof: { levels: { 'n-plus-one': 'hint' }, scale: { rows: 7 } } } })
    const feed = inShop('feed.ts')
    await client.open(feed)
    expect(await client.items(feed)).toMatchObject([{ code: 'n-plus-one', severity: 4 }])
    fs.writeFileSync(path.join(folder, 'crowdproof.json'), '{ "scale": { "rows": "many" } }')
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path.join(folder, 'crowdproof.json')), type: 1 }] })
    await until('the problem', () => client.pushed.some((push) => push.uri.endsWith('crowdproof.json') && push.diagnostics.length > 0))
  })

  test('a workspace that vanishes is no news that breaks anything', async () => {
    const client = await connect({ folders: [folder], greeting: { status: true } })
    const feed = inShop('feed.ts')
    await client.open(feed)
    await client.items(feed)
    fs.rmSync(folder, { recursive: true })
    await client.connection.sendRequest('crowdproof/scan', {})
    await client.change(feed, 'fetch(')
    await client.items(feed)
    expect(client.shown).toEqual([])
    await expect(client.connection.sendRequest('textDocument/hover', { textDocument: { uri: uri(feed) }, position: { line: 0, character: 0 } })).resolves.toBeNull()
  })
})

test('after any edits the answers are those of a fresh server', async () => {
  const names = ['feed.ts', 'rates.ts', 'app.ts', 'prisma.ts']
  const edit = fc.record({
    file: fc.constantFrom(...names),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 0, max: 40 }),
    text: fc.constantFrom('', '\n', '}', '{', "await fetch('https://x.example.com')", 'await prisma.user.findMany()', 'for (const post of posts) {', 'ä', '`${', '/*', 'export '),
  })
  await fc.assert(fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
    const client = await connect({ folders: [folder] })
    const texts = new Map(names.map((name) => [name, fs.readFileSync(inShop(name), 'utf8')]))
    for (const name of names) await client.open(inShop(name))
    await client.items(inShop('feed.ts'))
    for (const { file, at, length, text } of edits) {
      const before = texts.get(file)!
      const start = Math.floor(at * before.length)
      const position = (offset: number) => {
        const lines = before.slice(0, offset).split('\n')
        return { line: lines.length - 1, character: lines.at(-1)!.length }
      }
      const end = Math.min(before.length, start + length)
      await client.change(inShop(file), text, { start: position(start), end: position(end) })
      texts.set(file, before.slice(0, start) + text + before.slice(end))
    }
    const fresh = await connect({ folders: [folder] })
    for (const name of names) await fresh.open(inShop(name), texts.get(name))
    for (const name of names) expect(await client.items(inShop(name))).toEqual(await fresh.items(inShop(name)))
    expect(client.logged.filter(({ type }) => type === 1)).toEqual([])
    for (const one of clients.splice(0)) await one.leave()
  }), { numRuns: 25 })
}, 120_000)

test('a thousand edits and two hundred opens do not stay in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heap = async (): Promise<number> => {
    await pause(300)
    collect()
    collect()
    return process.memoryUsage().heapUsed
  }
  const client = await connect({ folders: [folder] })
  const feed = inShop('feed.ts')
  const text = fs.readFileSync(feed, 'utf8')
  await client.open(feed)
  const work = async (edits: number, opens: number): Promise<void> => {
    for (let turn = 0; turn < edits; turn++) await client.change(feed, `// ${turn}\n${text}`)
    for (let turn = 0; turn < opens; turn++) {
      await client.open(inShop(`more-${turn % 20}.ts`), text)
      await client.items(inShop(`more-${turn % 20}.ts`))
      await client.close(inShop(`more-${turn % 20}.ts`))
    }
    await client.items(feed)
  }
  // What is compiled and cached once is no leak.
  await work(100, 40)
  const before = await heap()
  await work(1000, 200)
  const after = await heap()
  expect(after / before).toBeLessThan(1.1)
}, 120_000)

test('a bare client gets the same findings', async () => {
  const client = await connect({ folders: [folder], capabilities: bareClient })
  const feed = inShop('feed.ts')
  await client.open(feed)
  await until('the finding', () => client.pushed.length)
  expect(rules(client.pushed[0]!.diagnostics)).toEqual(['n-plus-one'])
})
