import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { factsVersion } from '../../server/engine/facts.ts'
import { readFacts } from '../../server/engine/reader/read-facts.ts'
import { Breath } from '../../server/workspace/breathe.ts'
import { openCache, writeCache, type Cache } from '../../server/workspace/cache.ts'
import { cachePath, cacheVersion } from '../../server/workspace/cache-place.ts'
import { hashOf } from '../../server/workspace/file-index.ts'
import { folderOf } from './stand-in.ts'

const texts: Record<string, string> = {
  'a.ts': 'import { db } from "./db"\nexport const find = async (id?: number) => { for (const x of await db.user.findMany()) use(x ?? id, import("./x")) }',
  'ü b/c.tsx': 'export default function Page({ rows: [first, ...rest] }) { return <ul>{rest.map((r) => <li key={r.id}>{r.name}</li>)}</ul> }',
  'd.ts': '// crowdproof-ignore-file\nclass A<T> extends B implements C { constructor(private readonly x: T) { super() } @Get() async f() {} }',
}
const factsOf = (path: string) => readFacts(texts[path]!, path.endsWith('x') ? 'tsx' : 'ts')

const written = async (path: string, more: { old?: Cache; kept?: unknown } = {}): Promise<Cache> => {
  await writeCache({
    path, version: 'v1', old: more.old, kept: more.kept ?? { answer: 42 }, seenAt: 1000, breath: new Breath(),
    files: Object.keys(texts).map((file) => ({ path: file, size: 1, mtimeMs: 2.5, hash: hashOf(texts[file]!), reason: '', facts: factsOf(file), cached: undefined })),
  })
  return openCache(path, 'v1', (line) => { throw new Error(line) })!
}

test('facts come back as they were, undefined properties included', async () => {
  const cache = await written(join(folderOf({}), 'deep', 'c.bin'))
  expect(cache.head).toMatchObject({ version: 'v1', writtenAt: 1000, kept: { answer: 42 } })
  expect([...cache.files.keys()]).toEqual(Object.keys(texts))
  expect(await cache.load()).toBe(true)
  for (const [path, file] of cache.files) {
    expect(file).toMatchObject({ size: 1, mtimeMs: 2.5, hash: hashOf(texts[path]!), reason: '' })
    expect(cache.facts(file, factsVersion)).toStrictEqual(factsOf(path))
    expect(cache.facts(file, factsVersion + 1)).toBeUndefined()
  }
})

test('so do those of whole real sources, with every kind of node, in a cache that grew', async () => {
  const folder = join(import.meta.dirname, '../../server/engine')
  const real = readdirSync(folder).filter((name) => name.endsWith('.ts')).map((name) => ({ name, facts: readFacts(readFileSync(join(folder, name), 'utf8'), 'ts') }))
  const path = join(folderOf({}), 'c.bin')
  let cache = await written(path)
  for (const half of [real.slice(0, 10), real]) {
    await writeCache({
      path, version: 'v1', old: cache, kept: null, seenAt: 1, breath: new Breath(),
      files: half.map(({ name, facts }) => ({ path: name, size: 1, mtimeMs: 1, hash: hashOf(name), reason: '', facts, cached: cache.files.get(name) })),
    })
    cache = openCache(path, 'v1', () => {})!
  }
  await cache.load()
  expect(cache.files.size).toBe(real.length)
  for (const { name, facts } of real) expect(cache.facts(cache.files.get(name)!, factsVersion)).toStrictEqual(facts)
})

test('packed facts are taken over from the old cache, new ones added', async () => {
  const path = join(folderOf({}), 'c.bin')
  const old = await written(path)
  const facts = readFacts('export const fresh = { a: 1 }', 'ts')
  const files = [...old.files].map(([file, cached]) => ({ ...cached, path: file, facts: undefined, cached }))
  const fresh = { path: 'fresh.ts', size: 9, mtimeMs: 9, hash: hashOf('x'), reason: '', facts, cached: undefined }
  const bad = { path: 'bad.ts', size: 9, mtimeMs: 9, hash: hashOf('y'), reason: 'Minified.', facts: undefined, cached: undefined }
  await writeCache({ path, version: 'v1', old, kept: null, seenAt: 1, breath: new Breath(), files: [...files.slice(1), fresh, bad] })
  const cache = openCache(path, 'v1', () => {})!
  await cache.load()
  expect([...cache.files.keys()]).toEqual(['ü b/c.tsx', 'd.ts', 'fresh.ts', 'bad.ts'])
  expect(cache.facts(cache.files.get('d.ts')!, factsVersion)).toStrictEqual(factsOf('d.ts'))
  expect(cache.facts(cache.files.get('fresh.ts')!, factsVersion)).toStrictEqual(facts)
  expect(cache.files.get('bad.ts')!.reason).toBe('Minified.')
  expect(readdirSync(dirname(path))).toEqual(['c.bin'])
})

test('an empty cache, and one of another version', async () => {
  const path = join(folderOf({}), 'c.bin')
  await writeCache({ path, version: 'v1', old: undefined, kept: null, seenAt: 1, breath: new Breath(), files: [] })
  expect(openCache(path, 'v1', () => {})!.files.size).toBe(0)
  expect(openCache(path, 'v2', () => {})).toBeUndefined()
})

describe('damage', () => {
  test('a file cut anywhere counts as none, with a line for the log', async () => {
    const path = join(folderOf({}), 'c.bin')
    await written(path)
    const whole = readFileSync(path)
    for (let length = 0; length < whole.length; length += Math.ceil(whole.length / 60)) {
      writeFileSync(path, whole.subarray(0, length))
      const log = vi.fn()
      expect(openCache(path, 'v1', log)).toBeUndefined()
      expect(log).toHaveBeenCalledWith(expect.stringMatching(/is damaged and is not used/))
    }
  })

  test('bytes that flipped do no harm', async () => {
    const path = join(folderOf({}), 'c.bin')
    await written(path)
    const whole = readFileSync(path)
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 300)) {
      const bytes = Buffer.from(whole)
      bytes[at] = bytes[at]! ^ 0xff
      writeFileSync(path, bytes)
      const cache = openCache(path, 'v1', () => {})
      if (cache === undefined || !(await cache.load())) continue
      expect(cache.head.kept).toEqual({ answer: 42 })
      for (const file of cache.files.values()) expect(() => cache.facts(file, factsVersion)).not.toThrow()
    }
  })

  test('a file that another process replaced meanwhile is not mixed up with the one that was found', async () => {
    const path = join(folderOf({}), 'c.bin')
    const cache = await written(path)
    await written(path)
    expect(await cache.load()).toBe(false)
    expect(cache.facts([...cache.files.values()][0]!, factsVersion)).toBeUndefined()
  })

  test('no file, a folder, no cache at all', () => {
    const root = folderOf({ 'x.bin': 'hello', 'y.bin/a': '' })
    for (const name of ['none.bin', 'x.bin', 'y.bin']) expect(openCache(join(root, name), 'v1', () => {})).toBeUndefined()
  })
})

describe('its place', () => {
  test('in node_modules where there is one, else the user\'s own', () => {
    const root = folderOf({ 'node_modules/a/package.json': '{}' })
    expect(cachePath(root, undefined)).toMatch(new RegExp(`^${root}/node_modules/\\.cache/crowdproof/[0-9a-f]{16}\\.bin$`))
    vi.stubEnv('XDG_CACHE_HOME', '/somewhere')
    const other = folderOf({})
    if (process.platform === 'linux') expect(cachePath(other, undefined)).toMatch(/^\/somewhere\/crowdproof\/[0-9a-f]{16}\.bin$/)
    expect(cachePath(other, undefined).startsWith(other)).toBe(false)
    expect(cachePath(root, '/x')).not.toBe(cachePath(other, '/x'))
    vi.unstubAllEnvs()
  })

  test('its version is the same as long as nothing changes', () => {
    expect(cacheVersion()).toBe(cacheVersion())
    expect(cacheVersion()).toMatch(/^[0-9a-f]{40}$/)
  })
})
