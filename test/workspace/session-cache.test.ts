import { readdirSync, readFileSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { openSession } from '../../server/workspace/open-session.ts'
import type { Scan, Session, SessionOptions } from '../../server/workspace/session.ts'
import { folderOf, standIn, write } from './stand-in.ts'

const open = (root: string, engine = standIn(), options: Partial<SessionOptions> = {}): Promise<Session> =>
  openSession({ root, ...options }, engine.load)

describe('a session with a cache', () => {
  const files = { 'src/a.ts': 'hit()\n', 'src/b.ts': 'export const b = 1\n', 'nul.ts': 'a\0', 'crowdproof.json': '{"rules": {"later": "off"}}' }
  /** Old enough for their times to be trusted. */
  const age = (root: string, paths: string[]) => { for (const path of paths) utimesSync(join(root, path), 1_600_000_000, 1_600_000_000) }
  const run = async (root: string, options: Partial<SessionOptions> = {}) => {
    const engine = standIn()
    const session = await open(root, engine, { cache: join(root, 'node_modules/.cache'), ...options })
    const scan = await session.scan()
    const { work, ...rest } = JSON.parse(JSON.stringify(scan)) as Scan
    await session.dispose()
    return { rest, work, reads: engine.seen.reads, loaded: engine.seen.loaded, session }
  }
  const cacheFile = (root: string): string => {
    const folder = join(root, 'node_modules/.cache')
    return join(folder, readdirSync(folder)[0]!)
  }

  test('nothing is parsed again, and the answer is the same', async () => {
    const root = folderOf(files)
    age(root, Object.keys(files))
    const cold = await run(root)
    expect(cold).toMatchObject({ work: { read: 2, cached: 0 }, reads: 2, loaded: 1 })
    const warm = await run(root)
    expect(warm).toMatchObject({ work: { read: 0, cached: 3 }, reads: 0, loaded: 1, rest: cold.rest })
    const quick = await run(root, { answersOnly: true })
    expect(quick).toMatchObject({ loaded: 0, rest: cold.rest })
  })

  test('answers alone: without the engine only as long as nothing has changed', async () => {
    const root = folderOf(files)
    age(root, Object.keys(files))
    await run(root)
    write(root, { 'src/b.ts': 'hit()' })
    const changed = await run(root, { answersOnly: true })
    expect(changed).toMatchObject({ loaded: 1, work: { read: 1 } })
    expect(changed.rest.findings).toHaveLength(2)
    for (const [path, text] of [['package.json', '{}'], ['crowdproof.json', '{"scale": {"rows": 9}}'], ['src/c.ts', ''], ['.gitignore', 'src/b.ts']] as const) {
      expect((await run(root, { answersOnly: true })).loaded).toBe(0)
      write(root, { [path]: text })
      expect((await run(root, { answersOnly: true })).loaded).toBe(1)
    }
    expect((await run(root, { answersOnly: true, settings: { scale: { rows: 3 } } })).loaded).toBe(1)
  })

  test('files that were only touched, as after a checkout, are not parsed again', async () => {
    const root = folderOf(files)
    await run(root)
    const later = new Date(Date.now() + 60_000)
    for (const path of Object.keys(files)) utimesSync(join(root, path), later, later)
    expect(await run(root, { answersOnly: true })).toMatchObject({ loaded: 0, work: { read: 0 } })
  })

  test('a change within the clock\'s grain is noticed', async () => {
    const root = folderOf({ 'a.ts': 'hit()' })
    await run(root)
    const { atime, mtime } = statSync(join(root, 'a.ts'))
    write(root, { 'a.ts': 'hut()' })
    utimesSync(join(root, 'a.ts'), atime, mtime)
    expect((await run(root)).rest.findings).toEqual([])
  })

  test('a cache cut in half is ignored, told in the log, and written anew', async () => {
    const root = folderOf(files)
    const { rest } = await run(root)
    const path = cacheFile(root)
    truncateSync(path, Math.floor(readFileSync(path).length / 2))
    const log = vi.fn()
    expect(await run(root, { log })).toMatchObject({ rest, work: { read: 2 } })
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/damaged/))
    expect(await run(root)).toMatchObject({ rest, work: { read: 0 } })
  })

  test('a place that cannot be written is done without', async () => {
    const root = folderOf({ 'a.ts': 'hit()', 'blocked': 'a file' })
    const log = vi.fn()
    expect((await run(root, { cache: join(root, 'blocked/inner'), log })).rest.findings).toHaveLength(1)
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/could not be written/))
  })

  test('what was only open in an editor is not kept', async () => {
    const root = folderOf({ 'a.ts': 'hit()' })
    const engine = standIn()
    const session = await open(root, engine, { cache: join(root, 'node_modules/.cache') })
    session.open('a.ts', 'good()')
    expect((await session.scan()).findings).toEqual([])
    await session.dispose()
    expect((await run(root, { answersOnly: true })).rest.findings).toHaveLength(1)
  })

  test('an answer from the cache names its fixes, and says why it cannot make them', async () => {
    const root = folderOf({ 'a.ts': 'hit()' })
    age(root, ['a.ts'])
    await run(root)
    const session = await open(root, standIn(), { cache: join(root, 'node_modules/.cache'), answersOnly: true })
    const { findings } = await session.scan()
    expect(findings[0]!.fixes).toMatchObject([{ recipe: 'rename', title: 'Rename' }])
    expect(session.findings('a.ts')).toHaveLength(1)
    expect(session.edits(findings[0]!.fixes[0]!)).toMatchObject({ reason: expect.stringContaining('earlier run') as string })
    expect(session.files()).toEqual(['a.ts'])
    expect(session.text('a.ts')).toBe('hit()')
  })
})
