import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { found, project, run, withSession } from './stand-in.ts'

describe('changed', () => {
  const git = (cwd: string, ...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...words], { cwd, encoding: 'utf8', stdio: 'pipe' })

  function repository(): string {
    const folder = project({ 'sub folder/ü.ts': 'slow()', 'ignored.ts': 'slow()', '.gitignore': 'ignored.ts\n' })
    git(folder, 'init', '-q', '-b', 'main')
    git(folder, 'add', '.')
    git(folder, 'commit', '-q', '-m', 'one')
    return folder
  }

  const changed = async (folder: string, ...words: string[]) => {
    const { code, output, errors } = await run(folder, ['check', '--format', 'json', ...words])
    return code === 2 ? errors : { found: found(output), files: JSON.parse(output).checked.files }
  }

  test('since the last commit: working tree, index, and files git does not know', async () => {
    const folder = repository()
    expect(await changed(folder, '--changed')).toEqual({ found: [], files: 0 })
    writeFileSync(join(folder, 'sub folder/ü.ts'), '\nslow()')
    writeFileSync(join(folder, 'new.ts'), 'slow()')
    writeFileSync(join(folder, 'src/a.ts'), 'slow(1)')
    writeFileSync(join(folder, 'ignored.ts'), 'slow(1)')
    git(folder, 'add', 'src/a.ts')
    expect(await changed(folder, '--changed')).toEqual({ found: ['new.ts:1 slow-call', 'src/a.ts:1 slow-call', 'sub folder/ü.ts:2 slow-call'], files: 3 })
    expect(await changed(folder, 'src', '--changed')).toEqual({ found: ['src/a.ts:1 slow-call'], files: 1 })
  })

  test('since a branch was left, not since what happened there later', async () => {
    const folder = repository()
    git(folder, 'checkout', '-q', '-b', 'work')
    writeFileSync(join(folder, 'src/a.ts'), 'slow(1)')
    git(folder, 'commit', '-q', '-a', '-m', 'two')
    git(folder, 'checkout', '-q', 'main')
    writeFileSync(join(folder, 'src/b/c.ts'), 'grave(1)')
    git(folder, 'commit', '-q', '-a', '-m', 'three')
    git(folder, 'checkout', '-q', 'work')
    expect(await changed(folder, '--changed', 'main')).toEqual({ found: ['src/a.ts:1 slow-call'], files: 1 })
    expect(await changed(folder, '--changed=main')).toEqual({ found: ['src/a.ts:1 slow-call'], files: 1 })
  })

  test('a finding counts when a step of its path was changed', async () => {
    const folder = repository()
    writeFileSync(join(folder, 'helper.ts'), 'quick()')
    const related = [{ at: { path: 'helper.ts', start: 0, end: 1 }, message: 'Here.' }]
    const parts = withSession({ shape: finding => (finding.at.path === 'src/a.ts' ? { ...finding, related } : finding) })
    const { output } = await run(folder, ['check', '--format', 'json', '--changed'], { parts })
    expect(found(output)).toEqual(['src/a.ts:1 slow-call'])
  })

  test('works before the first commit, and in a folder of the repository', async () => {
    const folder = project({ 'sub/package.json': '{}', 'sub/a.ts': 'slow()' })
    git(folder, 'init', '-q')
    expect(await changed(folder, '--changed')).toMatchObject({ files: 3 })
    expect(await changed(join(folder, 'sub'), '--changed')).toEqual({ found: ['a.ts:1 slow-call'], files: 1 })
  })

  test('wrong use is told', async () => {
    expect(await changed(project(), '--changed')).toMatch(/needs a git repository/)
    expect(await changed(repository(), '--changed', 'no-such-branch')).toMatch(/--changed no-such-branch: git knows no such revision/)
    expect(await changed(repository(), '--changed=--output=x')).toMatch(/git knows no such revision/)
  })

  test('git starts nothing that the repository asks for, and changes nothing', async () => {
    const folder = repository()
    writeFileSync(join(folder, 'evil.sh'), '#!/bin/sh\necho ran > "$(dirname "$0")/ran"\n', { mode: 0o755 })
    const evil = join(folder, 'evil.sh')
    git(folder, 'config', 'core.fsmonitor', evil)
    git(folder, 'config', 'diff.external', evil)
    git(folder, 'config', 'diff.evil.textconv', evil)
    writeFileSync(join(folder, '.gitattributes'), '*.ts diff=evil\n')
    writeFileSync(join(folder, 'src/a.ts'), 'slow(1)')
    const before = readdirSync(join(folder, '.git')).sort()
    expect(await changed(folder, 'src', '--changed')).toEqual({ found: ['src/a.ts:1 slow-call'], files: 1 })
    expect(existsSync(join(folder, 'ran'))).toBe(false)
    expect(readdirSync(join(folder, '.git')).sort()).toEqual(before)
  })
})
