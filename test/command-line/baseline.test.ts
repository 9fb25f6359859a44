import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { found, project, run, withSession } from './stand-in.ts'

describe('baseline', () => {
  test('hides what is known and fails on what is new', async () => {
    const folder = project()
    expect(await run(folder, ['check', '--baseline', 'known.jsonl', '--update'])).toEqual({ code: 0, output: '', errors: 'known.jsonl now holds 2 known findings.\n' })
    expect(readFileSync(join(folder, 'known.jsonl'), 'utf8').split('\n')).toEqual([
      '{"crowdproof":"baseline","version":1}',
      '{"path":"src/a.ts","rule":"slow-call","fingerprint":"slow#0"}',
      '{"path":"src/b/c.ts","rule":"grave-call","fingerprint":"grave#0"}',
      '',
    ])
    writeFileSync(join(folder, 'src/a.ts'), '\n\n// moved\nslow(); slow()\n')
    const { code, output } = await run(folder, ['check', '--baseline', 'known.jsonl', '--format', 'json'])
    expect(code).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ findings: [{ fingerprint: 'slow#1' }], baseline: { path: 'known.jsonl', hidden: 2, gone: 0 } })
  })

  test('a moved file tells its findings again; an update takes out what is gone', async () => {
    const folder = project()
    await run(folder, ['check', '--baseline', 'known.jsonl', '--update'])
    writeFileSync(join(folder, 'src/moved.ts'), 'slow()')
    writeFileSync(join(folder, 'src/a.ts'), '')
    const { output } = await run(folder, ['check', '--baseline', 'known.jsonl', '--format', 'json'])
    expect(found(output)).toEqual(['src/moved.ts:1 slow-call'])
    expect(JSON.parse(output).baseline).toMatchObject({ hidden: 1, gone: 1 })
    await run(folder, ['check', '--baseline', 'known.jsonl', '--update'])
    expect(readFileSync(join(folder, 'known.jsonl'), 'utf8')).not.toContain('src/a.ts')
  })

  test('updating a part keeps the rest, and keeps what could not be checked', async () => {
    const folder = project()
    await run(folder, ['check', '--baseline', 'known.jsonl', '--update'])
    writeFileSync(join(folder, 'src/a.ts'), 'slow(slow())')
    await run(folder, ['check', 'src/a.ts', '--baseline', 'known.jsonl', '--update'])
    expect(readFileSync(join(folder, 'known.jsonl'), 'utf8').match(/fingerprint/g)).toHaveLength(3)
    const blind = withSession({ skipped: [{ path: 'src/b/c.ts', reason: 'Not a text file.' }], findings: () => [] })
    await run(folder, ['check', '--baseline', 'known.jsonl', '--update'], { parts: blind })
    expect(readFileSync(join(folder, 'known.jsonl'), 'utf8').match(/src\/b\/c\.ts/g)).toHaveLength(1)
  })

  test('two that grew apart merge without a clash', async () => {
    const folder = project({ 'z.ts': 'slow()' })
    const written = async (name: string, changed: Record<string, string>) => {
      for (const [path, text] of Object.entries(changed)) writeFileSync(join(folder, path), text)
      await run(folder, ['check', '--baseline', name, '--update'])
      for (const path of Object.keys(changed)) writeFileSync(join(folder, path), 'slow()')
    }
    await written('base.jsonl', {})
    await written('ours.jsonl', { 'src/a.ts': 'slow(slow())' })
    await written('theirs.jsonl', { 'z.ts': '' })
    const merged = execFileSync('git', ['merge-file', '-p', 'ours.jsonl', 'base.jsonl', 'theirs.jsonl'], { cwd: folder, encoding: 'utf8' })
    writeFileSync(join(folder, 'known.jsonl'), merged)
    writeFileSync(join(folder, 'src/a.ts'), 'slow(slow())')
    writeFileSync(join(folder, 'z.ts'), '')
    expect(await run(folder, ['check', '--baseline', 'known.jsonl'])).toMatchObject({ code: 0 })
  })

  test('damage is told with its line, and written over only by --update', async () => {
    const folder = project()
    const head = '{"crowdproof":"baseline","version":1}'
    const entry = '{"path":"src/a.ts","rule":"slow-call","fingerprint":"slow#0"}'
    const read = async (text: string) => {
      writeFileSync(join(folder, 'known.jsonl'), text)
      return run(folder, ['check', 'src/a.ts', '--baseline', 'known.jsonl'])
    }
    expect(await read(`${head}\r\n${entry}\r\n${entry}\r\n\r\n`)).toMatchObject({ code: 0 })
    expect(await read(`${head}\n<<<<<<< HEAD\n${entry}\n`)).toMatchObject({ code: 2, errors: expect.stringContaining('known.jsonl is damaged at line 2') })
    for (const text of ['', '[]', entry, `${head}\n{"path":"src/a.ts"}`]) expect(await read(text)).toMatchObject({ code: 2, output: '' })
    expect(await run(folder, ['check', '--baseline', 'known.jsonl', '--update'])).toMatchObject({ code: 0 })
    expect(await run(folder, ['check', '--baseline', 'known.jsonl'])).toMatchObject({ code: 0 })
  })
})
