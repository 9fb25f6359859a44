import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Breath } from '../../server/workspace/breathe.ts'
import { isListed, kindOf, listFiles, toWorkspacePath } from '../../server/workspace/files.ts'
import { decode, reasonAgainstText } from '../../server/workspace/read-text.ts'
import { folderOf } from './stand-in.ts'

const sources = async (root: string, exclude: string[] = []): Promise<string[]> =>
  (await listFiles(root, { exclude })).sources.map(({ path }) => path)

describe('what is listed', () => {
  test('sources and describing files, sorted, and nothing of what is built or installed', async () => {
    const root = folderOf({
      'src/b.tsx': '', 'src/a.ts': '', 'a.mjs': '', 'b.cts': '', 'types.d.ts': '', 'src/types.d.css.ts': '', 'readme.md': '', 'x.vue': '',
      'node_modules/x/index.js': '', 'dist/a.js': '', '.next/a.js': '', 'packages/a/node_modules/y.js': '', 'app/.server/db.ts': '',
      'package.json': '{}', 'tsconfig.json': '{}', 'prisma/schema.prisma': '', 'next.config.js': '', 'pnpm-lock.yaml': '', 'vercel.json': '',
    })
    const listing = await listFiles(root)
    expect(listing.sources.map(({ path }) => path)).toEqual(['a.mjs', 'app/.server/db.ts', 'b.cts', 'next.config.js', 'src/a.ts', 'src/b.tsx', 'types.d.ts'])
    expect(listing.others.map(({ path }) => path))
      .toEqual(['next.config.js', 'package.json', 'pnpm-lock.yaml', 'prisma/schema.prisma', 'tsconfig.json', 'vercel.json'])
    expect(listing.skipped).toEqual([])
  })

  test('spaces, other scripts, brackets and emoji in names', async () => {
    const root = folderOf({ 'my app/[slug]/übersicht 页.ts': '', '(group)/a b/🚀.tsx': '' }, 'crowd proof ü')
    expect(await sources(root)).toEqual(['(group)/a b/🚀.tsx', 'my app/[slug]/übersicht 页.ts'])
  })
})

describe('.gitignore', () => {
  test('of the root and of inner folders, the inner one winning', async () => {
    const root = folderOf({
      '.gitignore': 'generated\n*.gen.ts\n/only-top.ts\n', 'a.ts': '', 'a.gen.ts': '', 'generated/x.ts': '', 'only-top.ts': '',
      'inner/.gitignore': '!keep.gen.ts\nlocal.ts\n', 'inner/keep.gen.ts': '', 'inner/local.ts': '', 'inner/only-top.ts': '',
      'inner/deep/local.ts': '', 'inner/deep/other.gen.ts': '',
    })
    expect(await sources(root)).toEqual(['a.ts', 'inner/keep.gen.ts', 'inner/only-top.ts'])
  })

  test('of the repository around the root, and .git/info/exclude', async () => {
    const root = folderOf({
      '.git/info/exclude': 'private.ts\n', '.gitignore': 'apps/web/out\n*.tmp.ts\n',
      'apps/web/out/a.ts': '', 'apps/web/private.ts': '', 'apps/web/b.tmp.ts': '', 'apps/web/c.ts': '',
    })
    expect(await sources(join(root, 'apps/web'))).toEqual(['c.ts'])
  })

  test('a root that the repository around it ignores is looked at all the same', async () => {
    const root = folderOf({ '.git/HEAD': '', '.gitignore': '*\n', 'project/a.ts': '' })
    expect(await sources(join(root, 'project'))).toEqual(['a.ts'])
  })

  test('without a repository, folders above have no say', async () => {
    const root = folderOf({ '.gitignore': '*\n', 'project/a.ts': '' })
    expect(await sources(join(root, 'project'))).toEqual(['a.ts'])
  })

  test('the settings leave out more', async () => {
    const root = folderOf({ 'a.ts': '', 'legacy/b.ts': '', 'src/legacy/c.ts': '', 'src/d.old.ts': '' })
    expect(await sources(root, ['/legacy/', '*.old.ts'])).toEqual(['a.ts', 'src/legacy/c.ts'])
  })

  test('one path alone gets the same answer', async () => {
    const root = folderOf({ '.gitignore': 'out\n', 'src/.gitignore': '*.gen.ts\n', 'src/a.ts': '', 'src/a.gen.ts': '', 'out/b.ts': '' })
    expect(['src/a.ts', 'src/new.ts', 'src/a.gen.ts', 'out/b.ts', 'node_modules/x.ts', 'a.md', 'a.d.css.ts'].map((path) => isListed(root, path, ['/x'])))
      .toEqual([true, true, false, false, false, false, false])
  })
})

describe('what is left out, with the reason', () => {
  test('files over 1 MB and minified ones', async () => {
    const root = folderOf({ 'big.ts': 'x'.repeat(5 * 1024 * 1024), 'jquery.min.js': '', 'ok.ts': '' })
    const listing = await listFiles(root)
    expect(listing.sources.map(({ path }) => path)).toEqual(['ok.ts'])
    expect(listing.skipped).toEqual([{ path: 'big.ts', reason: 'Larger than 1 MB.' }, { path: 'jquery.min.js', reason: 'Minified.' }])
  })

  test('links: loops end, links inside are met where they point to, links outwards are told', async () => {
    const outside = folderOf({ 'secret.ts': '' })
    const root = folderOf({ 'src/a.ts': '' })
    symlinkSync(root, join(root, 'src/loop'))
    symlinkSync(join(root, 'src/a.ts'), join(root, 'alias.ts'))
    symlinkSync(outside, join(root, 'outside'))
    symlinkSync(join(root, 'gone.ts'), join(root, 'broken.ts'))
    symlinkSync('circle.ts', join(root, 'circle.ts'))
    const listing = await listFiles(root)
    expect(listing.sources.map(({ path }) => path)).toEqual(['src/a.ts'])
    expect(listing.skipped).toEqual([
      { path: 'broken.ts', reason: 'A link that leads nowhere.' },
      { path: 'circle.ts', reason: 'A link that leads nowhere.' },
      { path: 'outside', reason: 'A link that leads out of the folder.' },
    ])
  })

  // The super-user may read everything.
  test.skipIf(process.getuid?.() === 0)('folders that cannot be read', async () => {
    const root = folderOf({ 'a.ts': '', 'closed/b.ts': '' })
    chmodSync(join(root, 'closed'), 0)
    const listing = await listFiles(root)
    chmodSync(join(root, 'closed'), 0o700)
    expect(listing.sources.map(({ path }) => path)).toEqual(['a.ts'])
    expect(listing.skipped).toEqual([{ path: 'closed', reason: 'The folder cannot be read (EACCES).' }])
  })

  test('a root that is not there, or no folder', async () => {
    const root = folderOf({ 'a.ts': '' })
    expect((await listFiles(join(root, 'a.ts'))).rootProblem).toBe('The folder cannot be read (ENOTDIR).')
    rmSync(root, { recursive: true })
    expect(await listFiles(root)).toEqual({ sources: [], others: [], skipped: [], rootProblem: 'The folder cannot be read (ENOENT).' })
  })

  test('a folder that is called like a file', async () => {
    const root = folderOf({ 'a.ts': '' })
    mkdirSync(join(root, 'folder.ts'))
    mkdirSync(join(root, 'package.json'))
    expect(await sources(root)).toEqual(['a.ts'])
  })
})

test('listing can be stopped', async () => {
  const root = folderOf(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}/a.ts`, ''])))
  const stop = new AbortController()
  const listing = listFiles(root, { breath: new Breath(stop.signal, 0) })
  stop.abort(new Error('enough'))
  await expect(listing).rejects.toThrow('enough')
})

test('4,000 files are listed quickly', async () => {
  const root = folderOf(Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`src/f${index % 200}/file${index}.ts`, 'x'])))
  await listFiles(root)
  const started = process.cpuUsage()
  expect((await listFiles(root)).sources).toHaveLength(4000)
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000).toBeLessThan(1000)
}, 30_000)

test('kinds of files', () => {
  expect(['a.ts', 'a.d.mts', 'a.d.css.ts', 'package.json', 'tsconfig.app.json', 'next.config.mjs', 'a.json', 'schema.prisma'].map(kindOf))
    .toEqual(['source', 'source', undefined, 'other', 'other', 'both', undefined, 'other'])
})

test('paths relative to the root', () => {
  const root = join('/', 'a', 'b')
  expect([join(root, 'c', 'd.ts'), join('/', 'a', 'x.ts'), 'src/a.ts', '../x.ts', root].map((path) => toWorkspacePath(root, path)))
    .toEqual(['c/d.ts', undefined, 'src/a.ts', undefined, ''])
})

describe('texts', () => {
  test('byte order marks, UTF-16, bytes that are none of UTF-8', () => {
    expect(decode(Buffer.from('\uFEFFconst a = 1'))).toMatchObject({ text: 'const a = 1', mark: '\uFEFF', writable: true })
    expect(decode(Buffer.from('\uFEFFconst ä', 'utf16le'))).toMatchObject({ text: 'const ä', writable: false })
    expect(decode(Buffer.from('const \xe4', 'latin1'))).toMatchObject({ text: 'const \uFFFD', writable: false })
  })

  test('what is no text', () => {
    expect(decode(Buffer.from('const a\0'))).toMatchObject({ reason: 'Not a text file.' })
    expect(reasonAgainstText('de.ts', '<?xml version="1.0"?>\n<TS version="2.1">')).toBe('Not TypeScript, but XML.')
    expect(reasonAgainstText('a.js', `${'a=1;'.repeat(10_000)}\n`)).toBe('Minified.')
    expect(reasonAgainstText('a.ts', `const image = '${'A'.repeat(40_000)}'\n`)).toBeUndefined()
    expect(reasonAgainstText('a.js', 'const a = 1\n'.repeat(5000))).toBeUndefined()
  })
})
