import { renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { openSession } from '../../server/workspace/open-session.ts'
import type { Scan, Session, SessionOptions } from '../../server/workspace/session.ts'
import { folderOf, standIn, write } from './stand-in.ts'

const open = (root: string, engine = standIn(), options: Partial<SessionOptions> = {}): Promise<Session> =>
  openSession({ root, cache: false, ...options }, engine.load)

/** `path:offset rule level` of every finding. */
const brief = ({ findings }: Pick<Scan, 'findings'>): string[] => findings.map(({ at, rule }) => `${at.path}:${at.start} ${rule}`)

describe('a scan', () => {
  test('finds, counts and tells', async () => {
    const root = folderOf({
      'src/b.ts': 'hit()', 'src/a.ts': ' hit(); hit()', 'src/a.test.ts': 'hit()', 'scripts/x.ts': 'hit()', 'package.json': '{"name": "app"}',
      'nul.ts': 'const a\0', 'big.ts': `hit()${' '.repeat(5 * 1024 * 1024)}`, 'half.ts': 'hit( {', 'empty.ts': '',
    })
    const { load, seen } = standIn()
    const session = await open(root, { load, seen })
    const steps: string[] = []
    const scan = await session.scan({ progress: ({ phase, done, total }) => steps.push(`${phase} ${done}/${total}`) })
    expect(brief(scan)).toEqual(['half.ts:0 n-plus-one', 'src/a.ts:1 n-plus-one', 'src/a.ts:8 n-plus-one', 'src/b.ts:0 n-plus-one'])
    expect(scan.checked).toEqual({
      files: 6, unresolved: 0, skipped: [{ path: 'big.ts', reason: 'Larger than 1 MB.' }, { path: 'nul.ts', reason: 'Not a text file.' }],
    })
    expect(scan).toMatchObject({ problems: [], scale: { users: 100, rows: 100 }, work: { read: 6, cached: 0 } })
    expect(seen.surroundings!.packages).toMatchObject([{ name: 'app' }])
    expect(steps).toContain('reading 7/7')
    expect(steps.at(-1)).toBe('checking 6/6')
    expect(session.files()).toEqual(['empty.ts', 'half.ts', 'scripts/x.ts', 'src/a.test.ts', 'src/a.ts', 'src/b.ts'])
  })

  test('damaged files around it are told, each with its name, and the rest is used', async () => {
    const root = folderOf({
      'a.ts': 'hit()', 'package.json': '{"name": "a",}', 'tsconfig.json': '{"compilerOptions": {', 'schema.prisma': 'model {',
      'crowdproof.json': '{"scale": {"rows": "x", "users": 7}}', 'web/package.json': '{"name": "web"}',
    })
    symlinkSync(root, join(root, 'loop'))
    const { load, seen } = standIn()
    const scan = await (await open(root, { load, seen })).scan()
    expect(brief(scan)).toEqual(['a.ts:0 n-plus-one'])
    expect(scan.problems.map(({ path, line }) => [path, line])).toEqual([
      ['crowdproof.json', 1], ['package.json', 1], ['tsconfig.json', 1], ['schema.prisma', 1],
    ])
    expect(scan.scale).toEqual({ users: 7, rows: 100 })
    expect(seen.surroundings!.packages.map(({ name }) => name)).toEqual(['a', 'web'])
  })

  test('a root that vanishes', async () => {
    const root = folderOf({ 'a.ts': 'hit()' })
    const session = await open(root)
    expect(brief(await session.scan())).toHaveLength(1)
    rmSync(root, { recursive: true })
    const scan = await session.scan()
    expect(scan).toMatchObject({ findings: [], checked: { files: 0 }, problems: [{ path: '.', message: 'The folder cannot be read (ENOENT).' }] })
    expect(session.findings('a.ts')).toEqual([])
    await session.changed(['a.ts'])
    await session.dispose()
  })

  test('a file on which a rule falls over is counted apart, the rest goes on', async () => {
    const root = folderOf({ 'bad.ts': 'crash()', 'good.ts': 'hit()' })
    const log = vi.fn()
    const session = await open(root, standIn(), { log })
    const scan = await session.scan()
    expect(brief(scan)).toEqual(['good.ts:0 n-plus-one'])
    expect(scan.checked).toMatchObject({ files: 1, skipped: [{ path: 'bad.ts', reason: 'The analysis of this file failed: a rule fell over.' }] })
    expect(log).toHaveBeenCalledWith(expect.stringContaining('a rule fell over'))
    session.open('bad.ts', 'hit()')
    expect((await session.scan()).checked).toMatchObject({ files: 2, skipped: [] })
  })

  test('linking that fails does not end the scan', async () => {
    const engine = standIn({ work: () => { throw new Error('linking fell over') } })
    expect(brief(await (await open(folderOf({ 'a.ts': 'hit()' }), engine)).scan())).toEqual(['a.ts:0 n-plus-one'])
  })

  test('can be stopped, before it starts and on its way, and be run again', async () => {
    const root = folderOf(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}.ts`, 'hit()\n'.repeat(200)])))
    const session = await open(root)
    await expect(session.scan({ signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no')
    const stop = new AbortController()
    const running = session.scan({ signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 1)
    await expect(running).rejects.toThrow('enough')
    expect((await session.scan()).findings).toHaveLength(60_000)
  })

  test('does not hold up the event loop', async () => {
    const root = folderOf(Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}.ts`, 'a()\n'.repeat(100)])))
    const session = await open(root)
    let turns = 0
    const counting = setInterval(() => turns++, 0)
    await session.scan()
    clearInterval(counting)
    expect(turns).toBeGreaterThan(3)
  })
})

describe('settings', () => {
  test('levels, exclusions, scripts and scale', async () => {
    const root = folderOf({
      'a.ts': 'hit()', 'old/b.ts': 'hit()', 'scripts/c.ts': 'hit()',
      'crowdproof.json': '{"rules": {"n-plus-one": "information"}, "exclude": ["old"], "scripts": "check", "scale": {"rows": 5}}',
    })
    const session = await open(root)
    const scan = await session.scan()
    expect(scan.findings.map(({ at, level, cost }) => [at.path, level, cost])).toEqual([['a.ts', 'information', 5], ['scripts/c.ts', 'information', 5]])
    session.settings({ levels: { 'n-plus-one': 'off' } })
    expect(session.findings('a.ts')).toEqual([])
    session.settings(undefined)
    expect(session.findings('a.ts')).toHaveLength(1)
    write(root, { 'crowdproof.json': '{"rules": {"n-plus-on": "off"}}' })
    await session.changed(['crowdproof.json'])
    const after = await session.scan()
    expect(brief(after)).toEqual(['a.ts:0 n-plus-one', 'old/b.ts:0 n-plus-one'])
    expect(after.problems).toEqual([{ path: 'crowdproof.json', line: 1, message: 'There is no rule “n-plus-on”.' }])
  })

  test('comments silence, and unused ones are told', async () => {
    const root = folderOf({
      'a.ts': '// crowdproof-ignore-next-line n-plus-one -- few\nhit()\n// crowdproof-ignore-next-line n-plus-one\ngood()\n',
      'a.test.ts': '// crowdproof-ignore-next-line n-plus-one\nhit()\n', 'half.ts': '// crowdproof-ignore-next-line n-plus-one\ngood(\n',
    })
    expect(brief(await (await open(root)).scan())).toEqual(['a.ts:55 unused-suppression'])
  })
})

describe('open documents', () => {
  test('win over the disk until they are closed', async () => {
    const root = folderOf({ 'a.ts': 'hit()', 'b.ts': '' })
    const session = await open(root)
    session.open('a.ts', 'good(); hit()')
    expect(brief({ findings: session.findings('a.ts') })).toEqual(['a.ts:8 n-plus-one'])
    await session.scan()
    session.change('a.ts', 'good(); good(); hit()')
    expect(brief({ findings: session.findings('a.ts') })).toEqual(['a.ts:16 n-plus-one'])
    expect(session.text('a.ts')).toBe('good(); good(); hit()')
    expect(brief(await session.scan())).toEqual(['a.ts:16 n-plus-one'])
    session.close('a.ts')
    expect(brief({ findings: session.findings('a.ts') })).toEqual(['a.ts:0 n-plus-one'])
  })

  test('that are new, deleted below the editor, ignored, or no source', async () => {
    const root = folderOf({ '.gitignore': 'out\n', 'a.ts': '' })
    const session = await open(root)
    await session.scan()
    for (const path of ['new.ts', 'out/x.ts', 'node_modules/x.js', 'readme.md', 'a.d.css.ts', 'huge.ts']) {
      session.open(path, path === 'huge.ts' ? `hit()${' '.repeat(2_000_000)}` : 'hit()')
    }
    expect(brief(await session.scan())).toEqual(['new.ts:0 n-plus-one'])
    expect(session.files()).toEqual(['a.ts', 'new.ts'])
    session.close('new.ts')
    expect(session.files()).toEqual(['a.ts'])
    session.open('a.ts', 'hit()')
    rmSync(join(root, 'a.ts'))
    await session.changed(['a.ts'])
    expect(session.findings('a.ts')).toHaveLength(1)
    session.close('a.ts')
    expect(session.findings('a.ts')).toEqual([])
  })

  test('any order of opening, changing and closing ends as a fresh session would', async () => {
    const root = folderOf({ 'a.ts': 'hit()', 'b.ts': 'hit()' })
    const session = await open(root)
    session.close('a.ts')
    session.change('a.ts', 'x')
    session.open('a.ts', 'hit(); hit()')
    session.open('a.ts', '')
    session.close('a.ts')
    session.close('a.ts')
    const scanning = session.scan()
    session.open('b.ts', '')
    session.close('b.ts')
    await scanning
    expect(brief(await session.scan())).toEqual(brief(await (await open(root)).scan()))
  })
})

describe('changes on disk', () => {
  test('of sources touch only these; of everything else, what depends on it', async () => {
    const root = folderOf({ 'a.ts': '', 'dir/b.ts': 'hit()', 'c.ts': 'hit()' })
    const { load, seen } = standIn()
    const session = await open(root, { load, seen })
    await session.scan()
    expect(seen.reads).toBe(3)
    seen.puts = []
    write(root, { 'a.ts': 'hit()', 'new/d.ts': 'hit()', 'c.ts': 'hit()' })
    await session.changed(['a.ts', join(root, 'new/d.ts'), 'c.ts', '../outside.ts'])
    expect([seen.puts, seen.reads]).toEqual([['a.ts', 'new/d.ts'], 5])
    expect(session.files()).toEqual(['a.ts', 'c.ts', 'dir/b.ts', 'new/d.ts'])

    rmSync(join(root, 'dir'), { recursive: true })
    renameSync(join(root, 'new'), join(root, 'renamed'))
    await session.changed(['dir', 'new', 'renamed'])
    expect(session.files()).toEqual(['a.ts', 'c.ts', 'renamed/d.ts'])

    write(root, { '.gitignore': 'renamed\n', 'package.json': '{"name": "late"}', 'prisma/schema.prisma': 'model A {\n id Int @id\n}' })
    await session.changed(['.gitignore', 'package.json', 'prisma/schema.prisma'])
    expect(session.files()).toEqual(['a.ts', 'c.ts'])
    expect(seen.surroundings).toMatchObject({ packages: [{ name: 'late' }], schemas: [{ models: [{ name: 'A' }] }] })

    write(root, { 'a.ts': `hit()${' '.repeat(2_000_000)}` })
    await session.changed(['a.ts'])
    expect(session.files()).toEqual(['c.ts'])
  })

  test('an installation changes the versions', async () => {
    const root = folderOf({ 'package.json': '{"dependencies": {"pg": "^8"}}', 'a.ts': '' })
    const { load, seen } = standIn()
    const session = await open(root, { load, seen })
    await session.scan()
    write(root, { 'node_modules/pg/package.json': '{"version": "8.5.0"}' })
    await session.scan()
    expect(seen.surroundings!.packages[0]!.installed).toEqual({ pg: '8.5.0' })
  })
})

describe('fixes', () => {
  const first = async (session: Session, path = 'a.ts') => {
    await session.scan()
    return session.fixes(path, 0, 1)[0]!.fix
  }

  test('give verified edits', async () => {
    const session = await open(folderOf({ 'a.ts': 'hit() // why\n' }))
    expect(session.edits(await first(session))).toEqual({ edits: [{ path: 'a.ts', edits: [{ start: 0, end: 3, text: 'good' }] }] })
    expect(session.fixes('a.ts', 4, 9)).toEqual([])
  })

  test('are refused when the file has changed below them', async () => {
    const root = folderOf({ 'a.ts': 'hit()' })
    const session = await open(root)
    const fix = await first(session)
    write(root, { 'a.ts': 'const x = 1; hit()' })
    expect(session.edits(fix)).toEqual({ reason: 'The code no longer allows this change.' })
  })

  test('are refused for a file that is not UTF-8', async () => {
    const session = await open(folderOf({ 'a.ts': Buffer.from('hit() // \xe4', 'latin1') }))
    expect(session.edits(await first(session))).toEqual({ reason: 'a.ts is not UTF-8; writing it would change more than the edit.' })
  })

  test('that fall over, or lose a comment, are refused', async () => {
    const session = await open(folderOf({ 'a.ts': 'hit(/* one */)' }))
    await session.scan()
    const make = (edits: () => never[] | undefined) => ({ recipe: 'x', title: 'x', trust: 'safe' as const, edits })
    expect(session.edits(make(() => { throw new Error('oh') }))).toEqual({ reason: 'The change could not be worked out: oh.' })
    expect(session.edits({ ...make(() => []), edits: () => [{ path: 'a.ts', edits: [{ start: 4, end: 13, text: '' }] }] }))
      .toEqual({ reason: 'The change would lose a comment: /* one */' })
  })
})

test('hover and explain', async () => {
  const session = await open(folderOf({ 'a.ts': 'hit()', 'nul.ts': 'a\0', 'big.ts': ' '.repeat(2_000_000) }))
  await session.scan()
  expect(session.hover('a.ts', 3)).toMatchObject({ markdown: 'a.ts 3' })
  expect(session.hover('none.ts', 3)).toBeUndefined()
  expect(session.explain('a.ts', 1)).toBe('a.ts:1')
  expect(session.explain('nul.ts', 1)).toBe('nul.ts is not analysed: Not a text file.')
  expect(session.explain('big.ts', 1)).toBe('big.ts is not analysed: Larger than 1 MB.')
  expect(session.explain('none.ts', 1)).toMatch(/there is no such source file/)
})
