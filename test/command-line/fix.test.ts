import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mostRounds } from '../../server/commands/repair.ts'
import { writeFiles } from '../../server/commands/write-files.ts'
import { StandInSession, folderWith, run, withSession } from './stand-in.ts'

const project = (files: Record<string, string | Buffer>) => folderWith({ 'package.json': '{}', ...files })
const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8')
const names = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort()

describe('fix', () => {
  test('applies safe fixes, tells what it did, and fails while findings remain', async () => {
    const folder = project({ 'a.ts': 'slow(slow())\n', 'b.ts': 'grave()\n' })
    const parts = withSession({ shape: finding => (finding.rule === 'grave-call' ? { ...finding, fixes: [] } : finding) })
    const { code, output } = await run(folder, ['fix'], { parts })
    expect(read(folder, 'a.ts')).toBe('quick(quick())\n')
    expect(output).toBe('a.ts  slow-call  Be quick\na.ts  slow-call  Be quick\nRepaired 2 findings in 1 file.\n1 finding remains: 1 error.\n')
    expect(code).toBe(1)
    expect((await run(folder, ['fix', 'a.ts'], { parts })).code).toBe(0)
    expect(names(folder)).toEqual(['a.ts', 'b.ts', 'package.json'])
  })

  test('fixes for review only with --review', async () => {
    const folder = project({ 'a.ts': 'slow()' })
    const parts = withSession({ trust: 'review' })
    const { code, output } = await run(folder, ['fix'], { parts })
    expect({ code, text: read(folder, 'a.ts') }).toEqual({ code: 1, text: 'slow()' })
    expect(output).toContain('1 of them can be repaired with --review: read what it changes.')
    expect((await run(folder, ['fix', '--review'], { parts })).code).toBe(0)
    expect(read(folder, 'a.ts')).toBe('quick()')
  })

  test('only the rules and paths that are asked for', async () => {
    const folder = project({ 'a.ts': 'slow(grave())', 'b.ts': 'slow()' })
    expect((await run(folder, ['fix', 'a.ts', '--rule', 'slow-call'])).code).toBe(0)
    expect([read(folder, 'a.ts'), read(folder, 'b.ts')]).toEqual(['quick(grave())', 'slow()'])
    expect((await run(folder, ['fix', '--rule', 'slow-call', '--rule', 'grave-call', 'a.ts'])).code).toBe(0)
    expect([read(folder, 'a.ts'), read(folder, 'b.ts')]).toEqual(['quick(quick())', 'slow()'])
  })

  test('--diff changes nothing, and git can apply it', async () => {
    const folder = project({ 'src/a b.ts': '// one\n// two\nslow()\nend()', 'crlf.ts': 'a()\r\nslow()\r\n' })
    const create: StandInSession['repair'] = ({ at }) => [
      { path: at.path, edits: [{ start: at.start, end: at.end, text: 'quick' }] },
      ...(at.path.startsWith('src') ? [{ path: 'jobs/new.ts', create: 'export {}\n' }] : []),
    ]
    const parts = withSession({ repair: create })
    const before = names(folder)
    const { code, output, errors } = await run(folder, ['fix', '--diff'], { parts })
    expect(code).toBe(1)
    expect(names(folder)).toEqual(before)
    expect(read(folder, 'src/a b.ts')).toContain('slow')
    expect(output).toContain('--- a/src/a b.ts\n+++ b/src/a b.ts\n@@ -1,4 +1,4 @@\n // one\n // two\n-slow()\n+quick()\n end()\n\\ No newline at end of file\n')
    expect(errors).toContain('Would repair 2 findings in 2 files. 1 file would be created: jobs/new.ts.')

    execFileSync('git', ['apply', '-'], { cwd: folder, input: output })
    const applied = names(folder).filter(path => path.endsWith('.ts')).map(path => read(folder, path))
    const twin = project({ 'src/a b.ts': '// one\n// two\nslow()\nend()', 'crlf.ts': 'a()\r\nslow()\r\n' })
    expect((await run(twin, ['fix'], { parts })).code).toBe(0)
    expect(names(twin).filter(path => path.endsWith('.ts')).map(path => read(twin, path))).toEqual(applied)
    expect((await run(twin, ['fix', '--diff'], { parts })).output).toBe('')
  })

  test('goes round after round until nothing is left, and shares the lines that several add', async () => {
    const folder = project({ 'a.ts': 'slow(slow(slow()))\n' })
    const repair: StandInSession['repair'] = ({ at }, text) => [
      {
        path: at.path,
        edits: [
          { start: at.start, end: at.end, text: 'quick' },
          ...(text.startsWith('import') ? [] : [{ start: 0, end: 0, text: "import { quick } from './quick'\n" }]),
        ],
      },
    ]
    await run(folder, ['fix'], { parts: withSession({ repair }) })
    expect(read(folder, 'a.ts')).toBe("import { quick } from './quick'\nquick(quick(quick()))\n")

    const outer = project({ 'a.ts': 'slow(slow(slow()))' })
    const whole: StandInSession['repair'] = ({ at }, text) => [{ path: at.path, edits: [{ start: at.start, end: text.length, text: `quick${text.slice(at.end)}` }] }]
    expect((await run(outer, ['fix'], { parts: withSession({ repair: whole }) })).output).toContain('Repaired 3 findings')
    expect(read(outer, 'a.ts')).toBe('quick(quick(quick()))')
  })

  test('fixes that never settle end after some rounds', async () => {
    const folder = project({ 'a.ts': 'slow()' })
    const repair: StandInSession['repair'] = ({ at }) => [{ path: at.path, edits: [{ start: at.end, end: at.end, text: '(x), slow' }] }]
    const { code, output } = await run(folder, ['fix'], { parts: withSession({ repair, findings: firstOnly }) })
    expect(read(folder, 'a.ts').match(/\(x\)/g)).toHaveLength(mostRounds)
    expect(output).toContain('More came up with each round: run it again.')
    expect(code).toBe(1)
  })

  test('fixes that break the text only together are made as far as they go', async () => {
    const folder = project({ 'a.ts': 'x = slow() * slow()\n' })
    const repair: StandInSession['repair'] = ({ at }) => {
      // A minus before a power is no expression; each change alone is fine.
      const first = at.start === 4
      return [{ path: at.path, edits: [first ? { start: 4, end: 8, text: '-quick' } : { start: at.start - 2, end: at.end, text: '** quick' }] }]
    }
    const { code, output } = await run(folder, ['fix'], { parts: withSession({ repair }) })
    expect(read(folder, 'a.ts')).toBe('x = -quick() * slow()\n')
    expect(output).toContain('Left as it is: a.ts  slow-call  Be quick: The change would break the syntax of a.ts')
    expect(code).toBe(1)
  })

  test('what cannot be made is told with its reason', async () => {
    const folder = project({ 'a.ts': 'slow()' })
    const parts = withSession({ edits: () => ({ reason: 'The change would lose a comment: // why' }) })
    const { code, output } = await run(folder, ['fix'], { parts })
    expect(code).toBe(1)
    expect(output).toContain('Left as it is: a.ts  slow-call  Be quick: The change would lose a comment: // why\n')
  })
})

/** Findings of the first call alone, so that each round has one. */
function firstOnly(this: StandInSession, path: string) {
  return new StandInSession({ root: this.root }, { text: () => this.text(path) ?? '', repair: this.repair }).findings(path).slice(-1)
}

describe('files', () => {
  test('line ends, byte order mark and mode are kept', async () => {
    const folder = project({ 'a.ts': '\ufeffa()\r\nslow()\r\n' })
    chmodSync(join(folder, 'a.ts'), 0o755)
    const repair: StandInSession['repair'] = ({ at }) => [
      { path: at.path, edits: [{ start: at.start, end: at.end, text: 'b()\nquick' }] },
      { path: 'new.ts', create: 'one\ntwo\n' },
    ]
    expect((await run(folder, ['fix'], { parts: withSession({ repair }) })).code).toBe(0)
    expect(read(folder, 'a.ts')).toBe('\ufeffa()\r\nb()\r\nquick()\r\n')
    expect(read(folder, 'new.ts')).toBe('one\r\ntwo\r\n')
    expect(statSync(join(folder, 'a.ts')).mode & 0o777).toBe(0o755)
  })

  test('a link stays a link', async () => {
    const folder = project({ 'real/a.ts': 'slow()' })
    symlinkSync('real/a.ts', join(folder, 'b.ts'))
    writeFiles([{ file: join(folder, 'b.ts'), text: 'quick()' }], folder)
    expect(lstatSync(join(folder, 'b.ts')).isSymbolicLink()).toBe(true)
    expect(read(folder, 'real/a.ts')).toBe('quick()')
  })

  test('a file that changed meanwhile is not written over', async () => {
    const folder = project({ 'a.ts': 'slow()', 'b.ts': 'slow()' })
    const repair: StandInSession['repair'] = ({ at }) => {
      writeFileSync(join(folder, 'b.ts'), 'slow() // mine')
      return [{ path: at.path, edits: [{ start: at.start, end: at.end, text: 'quick' }] }]
    }
    const { code, errors } = await run(folder, ['fix'], { parts: withSession({ repair }) })
    expect({ code, errors }).toEqual({ code: 2, errors: 'crowdproof: b.ts has changed meanwhile: nothing was written.\n' })
    expect([read(folder, 'a.ts'), read(folder, 'b.ts')]).toEqual(['slow()', 'slow() // mine'])
  })

  test('bytes that are not UTF-8 are never rewritten', async () => {
    const bytes = Buffer.concat([Buffer.from('slow() // '), Buffer.from([0xe4])])
    const folder = project({ 'a.ts': bytes })
    expect(await run(folder, ['fix'])).toMatchObject({ code: 2, errors: expect.stringContaining('a.ts is not UTF-8') })
    expect(readFileSync(join(folder, 'a.ts'))).toEqual(bytes)
  })

  test('nothing is written outside of the folder', async () => {
    const folder = project({ 'in/package.json': '{}', 'in/a.ts': 'slow()' })
    const repair: StandInSession['repair'] = () => [{ path: '../out.ts', create: 'export {}' }]
    expect(await run(join(folder, 'in'), ['fix'], { parts: withSession({ repair }) })).toMatchObject({ code: 2 })
    expect(existsSync(join(folder, 'out.ts'))).toBe(false)
  })

  test('all or nothing', () => {
    const folder = project({ 'a.ts': 'old' })
    const before = names(folder)
    const writes = [
      { file: join(folder, 'a.ts'), text: 'new' },
      { file: join(folder, 'deep/er/b.ts'), text: 'new' },
      { file: join(folder, 'package.json/c.ts'), text: 'below a file' },
    ]
    expect(() => writeFiles(writes, folder)).toThrow()
    expect(names(folder)).toEqual(before)
    expect(read(folder, 'a.ts')).toBe('old')
  })
})
