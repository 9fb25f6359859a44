import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { select, shownFrom } from '../../server/commands/selection.ts'
import { folderWith } from './stand-in.ts'

const selected = (cwd: string, paths: string[] = [], folder?: string) => {
  const { root, base, asked } = select({ paths, cwd, folder })
  return { root, base, asked }
}

describe('which folder is analysed', () => {
  test('the project one stands in', () => {
    const folder = folderWith({ 'package.json': '{}', 'src/deep/a.ts': '' })
    expect(selected(folder)).toEqual({ root: folder, base: folder, asked: [] })
    expect(selected(join(folder, 'src'))).toEqual({ root: folder, base: join(folder, 'src'), asked: ['src'] })
    expect(selected(folder, ['src/deep', 'src/deep/a.ts'])).toEqual({ root: folder, base: folder, asked: ['src/deep', 'src/deep/a.ts'] })
  })

  test('the one project folder that is named', () => {
    const folder = folderWith({ 'package.json': '{}', 'samples/one/package.json': '{}', 'samples/one/a.ts': '' })
    const sample = join(folder, 'samples/one')
    expect(selected(folder, ['samples/one'])).toEqual({ root: sample, base: sample, asked: [] })
    expect(selected(folder, [sample])).toEqual({ root: sample, base: sample, asked: [] })
    expect(selected(folder, ['samples/one'], '.')).toEqual({ root: folder, base: folder, asked: ['samples/one'] })
    expect(selected(folder, ['samples/one/a.ts'])).toEqual({ root: folder, base: folder, asked: ['samples/one/a.ts'] })
  })

  test('a folder elsewhere, with and without signs of a project', () => {
    const here = folderWith({ 'package.json': '{}' })
    const bare = folderWith({ 'a.ts': '' })
    const there = folderWith({ 'package.json': '{}', 'src/a.ts': '', 'src/b.ts': '' })
    expect(selected(here, [bare])).toEqual({ root: bare, base: bare, asked: [] })
    expect(selected(here, [join(there, 'src')])).toEqual({ root: there, base: join(there, 'src'), asked: ['src'] })
    expect(selected(here, [join(there, 'src/a.ts'), join(there, 'src/b.ts')])).toEqual({ root: there, base: there, asked: ['src/a.ts', 'src/b.ts'] })
    expect(() => selected(here, [bare, there])).toThrow('different projects')
    expect(() => selected(here, [bare], '.')).toThrow('lies outside of')
  })

  test.each([
    [{ 'package.json': '{"workspaces":["./apps/*/"]}' }, true],
    [{ 'package.json': '{"workspaces":{"packages":["apps/**"]}}' }, true],
    [{ 'pnpm-workspace.yaml': 'packages: [apps/*]' }, true],
    [{ 'package.json': '{"workspaces":["libs/*"]}' }, false],
    [{ 'package.json': '{ broken' }, false],
  ])('a package is analysed with its workspace: %j', (files, together) => {
    const folder = folderWith({ ...(files as Record<string, string>), 'apps/web/package.json': '{}', 'apps/web/a.ts': '' })
    const web = join(folder, 'apps/web')
    expect(selected(web)).toEqual(together ? { root: folder, base: web, asked: ['apps/web'] } : { root: web, base: web, asked: [] })
  })

  test('the workspace around a repository is none of its business', () => {
    const folder = folderWith({ 'package.json': '{"workspaces":["**"]}', 'vendor/repo/.git/HEAD': '', 'vendor/repo/a.ts': '' })
    const repository = join(folder, 'vendor/repo')
    mkdirSync(join(repository, 'packages/a'), { recursive: true })
    expect(selected(join(repository, 'packages/a')).root).toBe(repository)
  })

  test('links are followed to where they lead', () => {
    const folder = folderWith({ 'package.json': '{}', 'src/a.ts': '' })
    const elsewhere = folderWith({})
    symlinkSync(folder, join(elsewhere, 'link'))
    expect(selected(elsewhere, ['link/src/a.ts'])).toMatchObject({ root: folder, asked: ['src/a.ts'] })
  })

  test('what is asked for is a part, not the beginning of a name', () => {
    const folder = folderWith({ 'package.json': '{}', 'src/a.ts': '', 'src-more/b.ts': '' })
    const { includes } = select({ paths: ['src'], cwd: folder, folder: undefined })
    expect(['src/a.ts', 'src', 'src-more/b.ts', 'a.ts'].map(includes)).toEqual([true, true, false, false])
  })

  test('paths are shown from the base', () => {
    const shown = shownFrom('/repo/apps/web', '/repo')
    expect(['apps/web/a.ts', 'packages/db/b.ts'].map(shown)).toEqual(['a.ts', '../../packages/db/b.ts'])
    expect(shownFrom('/repo', '/repo')('a.ts')).toBe('a.ts')
  })
})
