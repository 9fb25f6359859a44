import { describe, expect, test } from 'vitest'
import { listFiles } from '../../server/workspace/files.ts'
import { isTsconfig, readTsconfigPaths } from '../../server/workspace/tsconfig-paths.ts'
import { join } from 'node:path'
import { folderOf } from './stand-in.ts'

const read = async (files: Record<string, string>, inner = '', packages: [string, string][] = []) => {
  const root = join(folderOf(files), inner)
  const { others } = await listFiles(root)
  return readTsconfigPaths({ root, paths: others.map(({ path }) => path).filter(isTsconfig), packages: new Map(packages) })
}

describe('paths', () => {
  test('with comments, trailing commas and a byte order mark', async () => {
    const { paths, problems } = await read({
      'tsconfig.json': '\uFEFF{\n  // aliases\n  "compilerOptions": { "baseUrl": "./src", "paths": { "@/*": ["./*",], "one": "one.ts" }, },\n}',
    })
    expect(problems).toEqual([])
    expect(paths).toEqual([{ folder: '', base: 'src', hasBaseUrl: true, paths: { '@/*': ['./*'], one: ['one.ts'] } }])
  })

  test('paths without baseUrl belong to the folder of the config that names them', async () => {
    const { paths } = await read({
      'tsconfig.base.json': '{"compilerOptions": {"paths": {"@lib/*": ["libs/*"]}}}',
      'apps/api/tsconfig.json': '{"extends": "../../tsconfig.base.json"}',
    })
    expect(paths).toEqual([
      { folder: '', base: '', hasBaseUrl: false, paths: { '@lib/*': ['libs/*'] } },
      { folder: 'apps/api', base: '', hasBaseUrl: false, paths: { '@lib/*': ['libs/*'] } },
    ])
  })

  test('of several bases the last one wins, and the config itself over all', async () => {
    const { paths } = await read({
      'a.json': '{"compilerOptions": {"baseUrl": "a", "paths": {"a": ["a"]}}}', 'b.json': '{"compilerOptions": {"paths": {"b": ["b"]}}}',
      'tsconfig.json': '{"extends": ["./a", "./b.json"], "compilerOptions": {"baseUrl": "."}}',
    })
    expect(paths).toEqual([{ folder: '', base: '', hasBaseUrl: true, paths: { b: ['b'] } }])
  })

  test('bases in packages: installed, or of the workspace before anything is installed', async () => {
    const config = '{"compilerOptions": {"paths": {"~/*": ["${configDir}/app/*"]}}}'
    const { paths, problems } = await read({
      'node_modules/@acme/config/base.json': config, 'packages/config/tsconfig.json': config,
      'apps/a/tsconfig.json': '{"extends": "@acme/config/base"}', 'apps/b/tsconfig.json': '{"extends": "@own/config"}',
      'apps/c/tsconfig.json': '{"extends": "not-installed/tsconfig.json"}',
    }, '', [['@own/config', 'packages/config']])
    expect(problems).toEqual([])
    expect(paths.find(({ folder }) => folder === 'apps/b')).toEqual({
      folder: 'apps/b', base: 'packages/config', hasBaseUrl: false, paths: { '~/*': ['../../apps/b/app/*'] },
    })
    expect(paths.find(({ folder }) => folder === 'apps/c')).toBeUndefined()
  })

  test('the config that tsconfig.json refers to, where it has none itself', async () => {
    const { paths } = await read({
      'tsconfig.json': '{"files": [], "references": [{"path": "./tsconfig.node.json"}, {"path": "./tsconfig.app.json"}]}',
      'tsconfig.node.json': '{"compilerOptions": {}}', 'tsconfig.app.json': '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
    })
    expect(paths).toEqual([{ folder: '', base: '', hasBaseUrl: false, paths: { '@/*': ['./src/*'] } }])
  })

  test('a config above the root', async () => {
    const { paths } = await read({
      'tsconfig.base.json': '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["apps/web/src/*"], "@lib": ["libs/x"]}}}',
      'apps/web/tsconfig.json': '{"extends": "../../tsconfig.base.json"}',
    }, 'apps/web')
    expect(paths).toEqual([{ folder: '', base: '', hasBaseUrl: false, paths: { '@/*': ['src/*'], '@lib': [] } }])
  })

  test('jsconfig.json', async () => {
    expect((await read({ 'jsconfig.json': '{"compilerOptions": {"baseUrl": "."}}' })).paths).toHaveLength(1)
  })
})

describe('damage', () => {
  test('a broken config is named with its line, and what can be read is used', async () => {
    const { paths, problems } = await read({ 'tsconfig.json': '{\n  "compilerOptions": {\n    "paths": { "@/*": ["./src/*"] }\n' })
    expect(problems).toEqual([{ path: 'tsconfig.json', line: 4, message: 'Not valid JSON: a closing } is missing.' }])
    expect(paths).toEqual([{ folder: '', base: '', hasBaseUrl: false, paths: { '@/*': ['./src/*'] } }])
  })

  test('a base that is missing, unless a framework will write it', async () => {
    const { problems } = await read({
      'tsconfig.json': '{"extends": "./gone.json", "compilerOptions": {"baseUrl": "."}}', 'nuxt/tsconfig.json': '{"extends": "./.nuxt/tsconfig.json"}',
    })
    expect(problems).toEqual([{ path: 'tsconfig.json', message: 'It extends ./gone.json, which does not exist.' }])
  })

  test('a config that extends itself', async () => {
    const { problems } = await read({ 'tsconfig.json': '{"extends": "./b.json"}', 'b.json': '{"extends": "./tsconfig.json"}' })
    expect(problems).toEqual([{ path: 'tsconfig.json', message: 'It extends itself.' }])
  })

  test.each(['', '[]', '7', '{"compilerOptions": 3}', '{"compilerOptions": {"paths": {"a": 3, "b": [1]}}}', '{"extends": 3}'])('%j harms nobody', async (text) => {
    const { paths } = await read({ 'tsconfig.json': text, 'b/tsconfig.json': '{"compilerOptions": {"baseUrl": "."}}' })
    expect(paths.at(-1)).toMatchObject({ folder: 'b', base: 'b' })
  })
})
