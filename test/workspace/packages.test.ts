import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listFiles } from '../../server/workspace/files.ts'
import { readLock } from '../../server/workspace/locks.ts'
import { readPackages, type Packages } from '../../server/workspace/packages.ts'
import { folderOf } from './stand-in.ts'

const wanted = new Set(['@prisma/client', 'pg', 'express'])

const read = async (files: Record<string, string>): Promise<Packages> => {
  const root = folderOf(files)
  const { others } = await listFiles(root)
  return readPackages({
    root, wanted, paths: others.map(({ path }) => path),
    textOf: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
  })
}

const json = (value: unknown): string => JSON.stringify(value, undefined, 2)

describe('facts of a package.json', () => {
  test('all that resolving and versions need', async () => {
    const { packages, problems } = await read({
      'package.json': json({
        name: '@acme/db', type: 'module', main: './dist/index.js', types: './src/index.ts', module: 'm.js', source: 's.ts',
        exports: { '.': './src/index.ts' }, imports: { '#x': './x.ts' }, scripts: { build: 'tsc' },
        dependencies: { pg: '^8' }, devDependencies: { pg: '^7', vitest: '1' }, peerDependencies: { express: '5' },
      }),
    })
    expect(problems).toEqual([])
    expect(packages).toEqual([{
      folder: '', name: '@acme/db', type: 'module', main: './dist/index.js', entries: ['s.ts', 'm.js', './src/index.ts'],
      exports: { '.': './src/index.ts' }, imports: { '#x': './x.ts' }, scripts: { build: 'tsc' }, installed: {},
      dependencies: { pg: '^8', vitest: '1', express: '5' },
    }])
  })

  test('a broken one is named with its line, and what can be read of it is used', async () => {
    const { packages, problems } = await read({ 'a/package.json': '{\n  "name": "a",\n  "dependencies": { "pg": "8" }\n  "x": 1\n}' })
    expect(problems).toEqual([{ path: 'a/package.json', line: 4, message: 'Not valid JSON: a comma is missing.' }])
    expect(packages[0]).toMatchObject({ folder: 'a', name: 'a', dependencies: { pg: '8' } })
  })

  test.each(['', '[]', '"x"', '{', '\0\0', '{"name": 3, "dependencies": ["x"], "scripts": null, "workspaces": 7, "main": {}}'])('%j harms nobody', async (text) => {
    const { packages } = await read({ 'package.json': text, 'b/package.json': '{"name": "b"}' })
    expect(packages.find(({ folder }) => folder === 'b')).toMatchObject({ name: 'b' })
  })
})

describe('workspaces', () => {
  const members = async (files: Record<string, string>): Promise<string[]> => {
    const { packages } = await read({ ...files, ...Object.fromEntries(['apps/web', 'packages/a/inner', 'examples/x'].map((it) => [`${it}/package.json`, `{"name": "${it}"}`])) })
    return packages.filter(({ member }) => member !== false).map(({ folder }) => folder)
  }

  test('of npm and yarn', async () => {
    expect(await members({ 'package.json': json({ workspaces: ['apps/*', './packages/**/'] }) })).toEqual(['apps/web', '', 'packages/a/inner'])
    expect(await members({ 'package.json': json({ workspaces: { packages: ['apps/web'] } }) })).toEqual(['apps/web', ''])
  })

  test('of pnpm, with exceptions', async () => {
    const files = { 'package.json': '{}', 'pnpm-workspace.yaml': 'packages:\n  - "**"\n  - "!examples/**"\n' }
    expect(await members(files)).toEqual(['apps/web', '', 'packages/a/inner'])
  })

  test('none declared: everything belongs', async () => {
    expect(await members({ 'package.json': '{}' })).toEqual(['apps/web', 'examples/x', '', 'packages/a/inner'])
  })

  test('a broken pnpm-workspace.yaml is named', async () => {
    const { problems } = await read({ 'package.json': '{}', 'pnpm-workspace.yaml': 'packages:\n  - "a\n b: [\n' })
    expect(problems).toMatchObject([{ path: 'pnpm-workspace.yaml', message: expect.stringMatching(/^Not valid YAML: /) as string }])
  })

  test('catalogs give the real ranges', async () => {
    const { packages } = await read({
      'package.json': json({ dependencies: { pg: 'catalog:', express: 'catalog:old' } }),
      'pnpm-workspace.yaml': 'packages: []\ncatalog:\n  pg: ^8.11.0\ncatalogs:\n  old:\n    express: ^4.0.0\n',
    })
    expect(packages[0]!.dependencies).toEqual({ pg: '^8.11.0', express: '^4.0.0' })
  })
})

describe('versions', () => {
  const dependencies = { pg: '^8.0.0', left: '1' }

  test('what is installed wins over the lock file; the nearest installation counts', async () => {
    const { packages } = await read({
      'package.json': json({ dependencies }), 'a/package.json': json({ dependencies }),
      'package-lock.json': json({ packages: { 'node_modules/pg': { version: '8.1.0' } } }),
      'node_modules/pg/package.json': json({ version: '8.2.0' }), 'a/node_modules/pg/package.json': json({ version: '8.3.0' }),
    })
    expect(packages.map(({ folder, installed }) => [folder, installed])).toEqual([['a', { pg: '8.3.0' }], ['', { pg: '8.2.0' }]])
  })

  test.each<[string, string, string]>([
    ['package-lock.json', json({ lockfileVersion: 3, packages: { 'node_modules/pg': { version: '8.1.0' }, 'a/node_modules/pg': { version: '8.4.0' } } }), '8.4.0'],
    ['package-lock.json', json({ lockfileVersion: 1, dependencies: { pg: { version: '8.1.0' } } }), '8.1.0'],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      pg:\n        specifier: ^7\n        version: 7.0.0\n  a:\n"
      + "    dependencies:\n      '@x/y':\n        specifier: '1'\n        version: 1.0.0\n      pg:\n        specifier: ^8.0.0\n        version: 8.11.3(pg-native@3.0.0)\npackages:\n  pg@1.0.0: {}\n", '8.11.3'],
    ['pnpm-lock.yaml', 'lockfileVersion: 5.4\nimporters:\n  a:\n    specifiers:\n      pg: ^8.0.0\n    dependencies:\n      pg: 8.7.1_pg-native@3.0.0\n', '8.7.1'],
    ['yarn.lock', '# yarn lockfile v1\n\n"@types/pg@*":\n  version "1.0.0"\n\npg@^7.0.0:\n  version "7.1.0"\n\npg@^8.0.0, pg@^8.2.0:\n  version "8.5.0"\n  dependencies:\n    x "1"\n', '8.5.0'],
    ['yarn.lock', '__metadata:\n  version: 8\n\n"pg@npm:^8.0.0":\n  version: 8.6.0\n  resolution: "pg@npm:8.6.0"\n', '8.6.0'],
    ['bun.lock', '{\n  "lockfileVersion": 1,\n  "packages": {\n    "pg": ["pg@8.9.0", "", {}, "sha512"],\n  },\n}', '8.9.0'],
  ])('%s %#', async (name, text, expected) => {
    const { packages } = await read({ 'a/package.json': json({ dependencies }), [name]: text })
    expect(packages.find(({ folder }) => folder === 'a')!.installed).toEqual({ pg: expected })
  })

  test('a damaged lock file is named, and nothing is made up', async () => {
    const { packages, problems } = await read({ 'package.json': json({ dependencies }), 'package-lock.json': '{ "packages": {' })
    expect(packages[0]!.installed).toEqual({})
    expect(problems).toEqual([{ path: 'package-lock.json', message: 'The lock file cannot be understood; declared ranges are used for versions.' }])
  })

  test('a pnpm lock of one package', () => {
    const lock = readLock('pnpm-lock.yaml', "lockfileVersion: '6.0'\ndependencies:\n  '@prisma/client':\n    specifier: ^5\n    version: 5.1.0(prisma@5.1.0)\n", wanted)
    expect(lock!({ folder: '', packageName: undefined, name: '@prisma/client', range: '^5' })).toBe('5.1.0')
  })
})
