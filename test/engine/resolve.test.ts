import { describe, expect, test } from 'vitest'
import { extensionHabit, Resolver, specifierFor } from '../../server/engine/values/resolve.ts'
import type { PackageFacts, PathsFacts } from '../../server/engine/surroundings.ts'

const pack = (folder: string, more: Partial<PackageFacts> = {}): PackageFacts => ({
  folder, name: undefined, dependencies: {}, installed: {}, exports: undefined, main: undefined, imports: undefined,
  type: 'module', scripts: {}, ...more,
})

const paths = (folder: string, map: Record<string, string[]>, more: Partial<PathsFacts> = {}): PathsFacts => ({
  folder, base: folder, hasBaseUrl: false, paths: map, ...more,
})

const resolver = (files: string[], packages: PackageFacts[] = [], aliases: PathsFacts[] = []): Resolver => {
  const known = new Set(files)
  return new Resolver({ packages, paths: aliases, schemas: [], markers: [] }, (path) => known.has(path))
}

/** The path of a file, `name/subpath` of a package, `?` where unresolved. */
const short = (it: Resolver, from: string, specifier: string): string => {
  const found = it.resolve(from, specifier)
  if (found.kind === 'file') return found.path
  return found.kind === 'package' ? `package ${found.name}${found.subpath && ` /${found.subpath}`}` : '?'
}

describe('relative specifiers', () => {
  const it = resolver([
    'a.ts', 'src/b.ts', 'src/c.tsx', 'src/d.mts', 'src/e.js', 'src/e.ts', 'src/f/index.tsx', 'src/g.service.ts',
    'src/data.json', 'src/h.cts', 'src/i.jsx', 'src/index.ts', 'src/ä b/c.ts', 'src/f.ts', 'src/f2/index.js', 'src/j.d.ts',
  ])
  test.each([
    ['./b', 'src/b.ts'],
    ['./b.ts', 'src/b.ts'],
    ['./b.js', 'src/b.ts'],
    ['./c.js', 'src/c.tsx'],
    ['./c.jsx', 'src/c.tsx'],
    ['./d.mjs', 'src/d.mts'],
    ['./h.cjs', 'src/h.cts'],
    ['./e.js', 'src/e.ts'],
    ['./e', 'src/e.ts'],
    ['./i', 'src/i.jsx'],
    ['./f', 'src/f.ts'],
    ['./f/', 'src/f.ts'],
    ['./f2', 'src/f2/index.js'],
    ['./f/index.js', 'src/f/index.tsx'],
    ['./g.service', 'src/g.service.ts'],
    ['./data.json', 'src/data.json'],
    ['./data.json?raw', 'src/data.json'],
    ['../a', 'a.ts'],
    ['.', 'src/index.ts'],
    ['./', 'src/index.ts'],
    ['..', '?'],
    ['./ä b/c', 'src/ä b/c.ts'],
    ['./missing', '?'],
    ['./j', '?'],
    ['../../../a', '?'],
  ])('%s', (specifier, expected) => {
    expect(short(it, 'src/x.ts', specifier)).toBe(expected)
  })

  test('a compiled file next to its missing sources', () => {
    const built = resolver(['packages/a/src/x.ts', 'packages/a/test/x.test.ts'], [pack('packages/a')])
    expect(short(built, 'packages/a/test/x.test.ts', '../dist/x.js')).toBe('packages/a/src/x.ts')
  })

  test('says what was tried', () => {
    expect(it.resolve('src/x.ts', './missing')).toEqual({ kind: 'unresolved', tried: 'src/missing' })
  })
})

describe('packages and builtins', () => {
  const it = resolver([], [pack('', { dependencies: { orm: 'npm:drizzle-orm@^1.0.0', '@scope/npm': 'npm:@other/real@1' } })])
  test.each([
    ['express', 'package express'],
    ['@prisma/client', 'package @prisma/client'],
    ['@prisma/client/runtime/library', 'package @prisma/client /runtime/library'],
    ['lodash/map', 'package lodash /map'],
    ['fs', 'package node:fs'],
    ['fs/promises', 'package node:fs/promises'],
    ['node:fs/promises', 'package node:fs/promises'],
    ['string_decoder/', 'package string_decoder'],
    ['orm/pg', 'package drizzle-orm /pg'],
    ['@scope/npm', 'package @other/real'],
    ['npm:zod@3/v4', 'package zod /v4'],
    ['bun:sqlite', 'package bun:sqlite'],
    ['cloudflare:workers', 'package cloudflare:workers'],
    ['https://esm.sh/preact', '?'],
    ['@/components/x', '?'],
    ['~/x', '?'],
    ['#x', '?'],
    ['', '?'],
  ])('%s', (specifier, expected) => {
    expect(short(it, 'src/x.ts', specifier)).toBe(expected)
  })
})

describe('tsconfig paths', () => {
  const files = [
    'apps/web/lib/db.ts', 'apps/web/lib/api/users.ts', 'apps/web/special.ts', 'shared/util.ts', 'apps/web/gen/util.ts',
    'apps/web/src/models/user.ts', 'libs/data/src/index.ts', 'libs/data/src/lib/x.ts', 'apps/web/fs.ts',
  ]
  const it = resolver(files, [pack('', { dependencies: { '@lib/declared': '1' } })], [
    paths('apps/web', { '@/*': ['./gen/*', './*'], '@/lib/api/*': ['./lib/api/*'], '@/exact': ['./special'], '~*': ['./lib/*'] }),
    paths('', { '@lib/data': ['libs/data/src/index.ts'], '@lib/*': ['libs/*/src/index.ts'], '*': ['./nowhere/*'] }),
    paths('apps/web/src', {}, { base: 'apps/web/src', hasBaseUrl: true }),
  ])
  test.each([
    ['@/lib/db', 'apps/web/lib/db.ts'],
    ['@/lib/api/users', 'apps/web/lib/api/users.ts'],
    ['@/util', 'apps/web/gen/util.ts'],
    ['@/exact', 'apps/web/special.ts'],
    ['~db', 'apps/web/lib/db.ts'],
    ['@/nothing', '?'],
    ['@lib/data', 'libs/data/src/index.ts'],
    ['@lib/absent', '?'],
    ['@lib/declared', 'package @lib/declared'],
    ['react', 'package react'],
    ['fs', 'package node:fs'],
    ['models/user', 'apps/web/src/models/user.ts'],
  ])('%s', (specifier, expected) => {
    expect(short(it, 'apps/web/src/x.ts', specifier)).toBe(expected)
  })

  test('an alias of one package does not reach another', () => {
    expect(short(it, 'libs/data/src/lib/x.ts', '@/lib/db')).toBe('?')
  })

  test('paths that name built files lead to the sources', () => {
    const built = resolver(['packages/db/src/client.ts'], [pack('packages/db')], [paths('', { '@db/*': ['packages/db/dist/*.d.ts'] })])
    expect(short(built, 'apps/x.ts', '@db/client')).toBe('packages/db/src/client.ts')
  })

  test('a $ in a name is only a character', () => {
    const dollar = resolver(['src/$&.ts', 'src/$lib.ts'], [], [paths('', { '@/*': ['src/*'] })])
    expect(short(dollar, 'a.ts', '@/$&')).toBe('src/$&.ts')
    expect(short(dollar, 'a.ts', '@/$lib')).toBe('src/$lib.ts')
  })
})

describe('workspace packages', () => {
  const from = 'apps/web/x.ts'
  const resolved = (files: string[], facts: Partial<PackageFacts>, specifier: string): string =>
    short(resolver(files.map((file) => `packages/db/${file}`), [pack(''), pack('packages/db', { name: '@acme/db', ...facts })]), from, specifier)

  test.each<[string, string[], Partial<PackageFacts>, string, string]>([
    ['exports as a string', ['src/main.ts'], { exports: './src/main.ts' }, '@acme/db', 'src/main.ts'],
    ['exports as an array', ['src/main.ts'], { exports: ['./nothing.js', './src/main.ts'] }, '@acme/db', 'src/main.ts'],
    ['conditions without subpaths', ['src/a.ts'], { exports: { types: './dist/a.d.ts', import: './dist/a.js' } }, '@acme/db', 'src/a.ts'],
    ['subpaths', ['src/a.ts', 'src/b.ts'], { exports: { '.': './src/a.ts', './b': './src/b.ts' } }, '@acme/db/b', 'src/b.ts'],
    ['nested conditions', ['src/b.ts'], { exports: { './b': { node: { import: { types: './dist/b.d.mts', default: './dist/b.mjs' } } } } }, '@acme/db/b', 'src/b.ts'],
    ['source before types', ['src/a.ts', 'other.ts'], { exports: { '.': { types: './other.ts', '@acme/source': './src/a.ts' } } }, '@acme/db', 'src/a.ts'],
    ['server before browser', ['web.ts', 'node.ts'], { exports: { '.': { browser: './web.ts', default: './node.ts' } } }, '@acme/db', 'node.ts'],
    ['patterns', ['src/deep/q.ts'], { exports: { './*': './src/*.ts' } }, '@acme/db/deep/q', 'src/deep/q.ts'],
    ['the longest pattern', ['src/x.ts', 'special/x.ts'], { exports: { './*': './src/*.ts', './deep/*': './special/*.ts' } }, '@acme/db/deep/x', 'special/x.ts'],
    ['patterns into a build', ['src/q.tsx'], { exports: { './*': { types: './dist/*.d.ts', default: './dist/*.js' } } }, '@acme/db/q', 'src/q.tsx'],
    ['a folder mapping', ['src/f/q.ts'], { exports: { './f/': './dist/f/' } }, '@acme/db/f/q', 'src/f/q.ts'],
    ['a build with several folders', ['src/q.ts'], { exports: { './q': './dist/esm/q/index.js' } }, '@acme/db/q', 'src/q.ts'],
    ['main', ['src/index.ts'], { main: './dist/index.js' }, '@acme/db', 'src/index.ts'],
    ['main of a package without src', ['index.ts'], { main: 'dist/index.js' }, '@acme/db', 'index.ts'],
    ['main without extension', ['source/start.ts'], { main: 'source/start' }, '@acme/db', 'source/start.ts'],
    ['types beside main', ['src/api.ts'], { main: './bundle.js', entries: ['./src/api.ts'] }, '@acme/db', 'src/api.ts'],
    ['no entry at all', ['src/index.ts'], {}, '@acme/db', 'src/index.ts'],
    ['a path below a package without exports', ['src/queries/user.ts'], {}, '@acme/db/src/queries/user', 'src/queries/user.ts'],
    ['a built path below it', ['src/queries/user.ts'], {}, '@acme/db/dist/queries/user', 'src/queries/user.ts'],
    ['a subpath without an entry in exports', ['src/hidden.ts'], { exports: { '.': './src/index.ts' } }, '@acme/db/hidden', 'src/hidden.ts'],
    ['a lib folder of sources', ['lib/a.ts', 'src/a.ts'], { exports: './lib/a.ts' }, '@acme/db', 'lib/a.ts'],
    ['sources before a committed build', ['dist/a.js', 'src/a.ts'], { exports: './dist/a.js' }, '@acme/db', 'src/a.ts'],
    ['a committed build alone', ['dist/a.js'], { exports: './dist/a.js' }, '@acme/db', 'dist/a.js'],
  ])('%s', (_, files, facts, specifier, expected) => {
    expect(resolved(files, facts, specifier)).toBe(`packages/db/${expected}`)
  })

  test('what cannot be found in one is unresolved, not a package', () => {
    expect(resolved(['src/index.ts'], {}, '@acme/db/generated')).toBe('?')
  })

  test('an entry that names its own folder ends', () => {
    expect(resolved([], { main: '.' }, '@acme/db')).toBe('?')
  })

  test('a package imports itself, and is found through a link', () => {
    const it = resolver(
      ['packages/db/src/index.ts', 'packages/db/src/q.ts'],
      [pack('apps/web', { dependencies: { database: 'link:../../packages/db' } }), pack('packages/db', { name: '@acme/db' })],
    )
    expect(short(it, 'packages/db/src/q.ts', '@acme/db')).toBe('packages/db/src/index.ts')
    expect(short(it, 'apps/web/x.ts', 'database')).toBe('packages/db/src/index.ts')
  })

  test('an app that is called like a package of the registry', () => {
    const it = resolver([], [pack('apps/web', { dependencies: { storybook: '^10.0.0' } }), pack('apps/storybook', { name: 'storybook' })])
    expect(short(it, 'apps/web/x.ts', 'storybook/test')).toBe('package storybook /test')
  })

  test('a package outside of the declared workspaces is not known by its name', () => {
    const it = resolver(['fixtures/pg/index.ts'], [pack('fixtures/pg', { name: 'pg', member: false })])
    expect(short(it, 'src/x.ts', 'pg')).toBe('package pg')
  })

  test('of two with one name the nearest', () => {
    const it = resolver(
      ['examples/one/db/index.ts', 'examples/two/db/index.ts'],
      [pack('examples/one/db', { name: 'db' }), pack('examples/two/db', { name: 'db' })],
    )
    expect(short(it, 'examples/two/web/x.ts', 'db')).toBe('examples/two/db/index.ts')
  })

  test('a folder with its own package.json', () => {
    const it = resolver(['src/lib/start.ts'], [pack('src/lib', { main: 'start.js' })])
    expect(short(it, 'src/x.ts', './lib')).toBe('src/lib/start.ts')
  })
})

describe('package imports', () => {
  const it = resolver(
    ['app/src/db.ts', 'app/src/util/a.ts', 'packages/log/index.ts'],
    [
      pack('app', {
        imports: {
          '#db': { types: './dist/db.d.ts', default: './dist/db.js' }, '#util/*': './src/util/*.ts', '#pg': 'pg',
          '#log': '@acme/log', '#loop': '#loop',
        },
      }),
      pack('packages/log', { name: '@acme/log' }),
    ],
  )
  test.each([
    ['#db', 'app/src/db.ts'],
    ['#util/a', 'app/src/util/a.ts'],
    ['#pg', 'package pg'],
    ['#log', 'packages/log/index.ts'],
    ['#loop', '?'],
    ['#absent', '?'],
  ])('%s', (specifier, expected) => {
    expect(short(it, 'app/src/deep/x.ts', specifier)).toBe(expected)
  })
})

test('a client that is generated into the sources is the package, before it is generated', () => {
  const schema = {
    path: 'packages/db/schema.prisma', folder: 'packages/db', library: 'Prisma', provider: undefined, previewFeatures: [], models: [],
    generated: ['packages/db/src/generated'],
  }
  const it = new Resolver({
    packages: [pack('packages/db', { name: '@acme/db', exports: { './client': './src/generated/client.ts' } })],
    paths: [paths('', { '@gen/*': ['packages/db/src/generated/*'] })], schemas: [schema], markers: [],
  }, () => false)
  expect(short(it, 'packages/db/src/index.ts', './generated/client.js')).toBe('package @prisma/client')
  expect(short(it, 'packages/db/src/index.ts', './generated')).toBe('package @prisma/client')
  expect(short(it, 'packages/db/src/index.ts', './generated/enums')).toBe('package @prisma/client /enums')
  expect(short(it, 'apps/web/x.ts', '@acme/db/client')).toBe('package @prisma/client')
  expect(short(it, 'apps/web/x.ts', '@gen/client')).toBe('package @prisma/client')
  expect(short(it, 'packages/db/src/index.ts', './generated-x')).toBe('?')
})

test('answers are remembered until forgotten', () => {
  const files = new Set<string>()
  const it = new Resolver({ packages: [], paths: [], schemas: [], markers: [] }, (path) => files.has(path))
  expect(short(it, 'a/x.ts', './b')).toBe('?')
  files.add('a/b.ts')
  expect(short(it, 'a/y.ts', './b')).toBe('?')
  it.forget()
  expect(short(it, 'a/y.ts', './b')).toBe('a/b.ts')
})

test.each([
  ['src/a.ts', 'src/b.ts', 'none', './b'],
  ['src/a.ts', 'src/b.ts', 'js', './b.js'],
  ['src/a.ts', 'src/b.ts', 'ts', './b.ts'],
  ['src/a.ts', 'src/b.mts', 'js', './b.mjs'],
  ['src/a.ts', 'src/b.tsx', 'js', './b.js'],
  ['src/x/a.ts', 'lib/b.ts', 'none', '../../lib/b'],
  ['src/x/a.ts', 'src/db/index.ts', 'none', '../db'],
  ['src/a.ts', 'src/index.ts', 'none', './index'],
  ['a.ts', 'queues/mail.ts', 'none', './queues/mail'],
  ['src/a.ts', 'src/a/b.service.ts', 'none', './a/b.service'],
] as const)('specifier from %s to %s, %s: %s', (from, target, habit, expected) => {
  expect(specifierFor(from, target, habit)).toBe(expected)
  expect(short(resolver([target]), from, expected)).toBe(target)
})

test('the habit of a file', () => {
  expect(extensionHabit(['react', './a.ts'])).toBe('ts')
  expect(extensionHabit(['./styles.css', './a.js'])).toBe('js')
  expect(extensionHabit(['../lib/a'])).toBe('none')
  expect(extensionHabit(['react'])).toBeUndefined()
})
