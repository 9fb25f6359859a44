/** The built program as a shell meets it: `dist/command-line.js` in a process of its own, on real code. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { repairedShop, shop } from './shop.ts'
import { folderWith } from './stand-in.ts'

const program = fileURLToPath(new URL('../../dist/command-line.js', import.meta.url))

beforeAll(() => {
  if (!existsSync(program)) throw new Error('dist/command-line.js is missing: `npm run build` writes it.')
})

/** An environment that neither GitHub nor an agent has touched, and a home of its own for the cache. */
const home = mkdtempSync(join(tmpdir(), 'crowdproof-home-'))
const plain = { PATH: process.env.PATH, HOME: home, LANG: 'C.UTF-8' }

afterAll(() => rmSync(home, { recursive: true, force: true }))

function crowdproof(cwd: string, words: string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { cwd, encoding: 'utf8', env: { ...plain, ...environment } })
  return { code: status, output: stdout, errors: stderr }
}

interface JsonFinding {
  rule: string
  path: string
  start: { line: number; column: number }
  end: { line: number; column: number }
}

const json = (folder: string, ...words: string[]): { findings: JsonFinding[]; checked: { files: number; skipped: number }; problems: unknown[] } =>
  JSON.parse(crowdproof(folder, ['check', '--format', 'json', ...words]).output)

const markedText = (folder: string, { path, start, end }: JsonFinding): string =>
  readFileSync(join(folder, path), 'utf8').split('\n')[start.line - 1]!.slice(start.column - 1, end.column - 1)

describe('check', () => {
  test('finds, tells why, and fails', () => {
    const { code, output, errors } = crowdproof(folderWith(shop), ['check'])
    expect({ code, errors }).toEqual({ code: 1, errors: '' })
    expect(output).toContain('src/posts.ts\n')
    expect(output).toContain('n-plus-one')
    expect(output).toContain('missing-timeout')
    expect(output).toMatch(/10 │ const author = await prisma\.user\.findUnique/)
    expect(output).toMatch(/→ 101 queries at 100 rows|→ 51 queries at/)
    expect(output).toContain('Checked 3 files in ')
  })

  test('passes on a project without a fault', () => {
    expect(crowdproof(folderWith(repairedShop), ['check'])).toMatchObject({ code: 0, errors: '', output: expect.stringMatching(/^No findings\.\nChecked 3 files in /) })
  })

  test('json points at the very text, from 1, relative to the root', () => {
    const folder = folderWith({ ...shop, 'src/ünter café/a b.ts': `\ufeff// 😀\r\n${shop['src/rates.ts']!.replace('./posts', '../posts').replaceAll('\n', '\r\n')}` })
    const report = json(folder)
    expect(report).toMatchObject({ version: manifest.version, scale: { users: 100, rows: 100 }, checked: { files: 4, skipped: 0 } })
    const queries = report.findings.filter(({ rule }) => rule === 'n-plus-one')
    expect(queries.map(finding => `${finding.path} ${markedText(folder, finding)}`)).toEqual(['src/posts.ts prisma.user.findUnique'])
    const timeouts = report.findings.filter(({ rule }) => rule === 'missing-timeout')
    expect(timeouts.map(finding => `${finding.path} ${markedText(folder, finding)}`)).toEqual(['src/rates.ts fetch', 'src/ünter café/a b.ts fetch'])
  })

  test('github and agent by themselves, sarif when asked', () => {
    const folder = folderWith(shop)
    expect(crowdproof(folder, ['check'], { GITHUB_ACTIONS: 'true' }).output).toMatch(/^::(error|warning) file=src\/posts\.ts,line=10,/m)
    expect(crowdproof(folder, ['check'], { AI_AGENT: 'somebody' }).output).toMatch(/findings? \(.*\) in 2 files\. Checked 3 files, skipped 0, unresolved \d+\.\n$/)
    const [run] = JSON.parse(crowdproof(folder, ['check', '--format', 'sarif']).output).runs
    expect(run.tool.driver.rules.find(({ id }: { id: string }) => id === 'n-plus-one').help.markdown).toContain('# ')
    expect(run.results.find(({ ruleId }: { ruleId: string }) => ruleId === 'n-plus-one').fixes[0].artifactChanges[0].replacements).not.toEqual([])
  })

  test('comments silence, and idle comments are told', () => {
    const silenced = shop['src/posts.ts']!.replace('    const author', '    // crowdproof-ignore-next-line n-plus-one -- fifty at most\n    const author')
    const folder = folderWith({ ...shop, 'src/posts.ts': silenced, 'src/db.ts': `// crowdproof-ignore-file missing-timeout -- none here\n${shop['src/db.ts']}` })
    const rules = json(folder).findings.map(({ rule, path }) => `${path} ${rule}`)
    expect(rules).toContain('src/db.ts unused-suppression')
    expect(rules).toContain('src/rates.ts missing-timeout')
    expect(rules.filter(name => name.endsWith('n-plus-one'))).toEqual([])
  })

  test('settings count; wrong ones are named with their line, and the rest still counts', () => {
    const folder = folderWith({ ...shop, 'crowdproof.json': '{\n  // fewer rows\n  "scale": { "rows": 7 },\n  "levels": 3,\n  "nonsense": true\n}\n' })
    const { code, output, errors } = crowdproof(folder, ['check', '--format', 'json'])
    expect(code).toBe(1)
    expect(errors).toMatch(/^crowdproof: crowdproof\.json:5: .*nonsense/m)
    expect(JSON.parse(output).scale.rows).toBe(7)
    const broken = crowdproof(folderWith({ ...repairedShop, 'crowdproof.json': '{ "scale": ' }), ['check'])
    expect(broken).toMatchObject({ code: 2, errors: expect.stringContaining('crowdproof.json') })
  })

  test('a baseline, then only what is new', () => {
    const folder = folderWith(shop)
    const withBaseline = (...words: string[]) => crowdproof(folder, ['check', '--baseline', 'known.jsonl', ...words]).code
    expect([withBaseline(), withBaseline('--update'), withBaseline()]).toEqual([2, 0, 0])
    writeFileSync(join(folder, 'src/rates.ts'), `// moved down\n\n${shop['src/rates.ts']}`)
    expect(withBaseline()).toBe(0)
    writeFileSync(join(folder, 'src/more.ts'), shop['src/rates.ts']!)
    expect(withBaseline()).toBe(1)
  })

  test('--changed in a repository', () => {
    const folder = folderWith({ ...shop, '.gitignore': 'node_modules\n' })
    const git = (...words: string[]) => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], { cwd: folder })
    git('init', '-q')
    git('add', '.')
    git('commit', '-q', '-m', 'one')
    expect(crowdproof(folder, ['check', '--changed'])).toMatchObject({ code: 0 })
    writeFileSync(join(folder, 'src/rates.ts'), `${shop['src/rates.ts']}\n// changed\n`)
    expect(json(folder, '--changed').findings.map(({ rule, path }) => `${path} ${rule}`)).toContain('src/rates.ts missing-timeout')
    expect(json(folder, '--changed').findings.map(({ path }) => path)).not.toContain('src/posts.ts')
  })

  test('a package of a workspace is analysed with its workspace, and shown from where one stands', () => {
    const api = Object.fromEntries(Object.entries(shop).map(([path, text]) => [`apps/api/${path}`, text.replace('./db', '@shop/db')]))
    const folder = folderWith({
      ...api,
      'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n',
      'package.json': '{ "name": "shop-root", "private": true }',
      'packages/db/package.json': '{ "name": "@shop/db", "exports": "./src/index.ts", "dependencies": { "@prisma/client": "^6.1.0" } }',
      'packages/db/src/index.ts': shop['src/db.ts']!,
    })
    expect(json(join(folder, 'apps/api')).findings.map(({ rule, path }) => `${path} ${rule}`)).toContain('src/posts.ts n-plus-one')
    expect(json(folder, 'apps/api/src').findings.map(({ rule, path }) => `${path} ${rule}`)).toContain('apps/api/src/posts.ts n-plus-one')
  })

  test('what could not be checked is counted apart', () => {
    const folder = folderWith({ ...repairedShop, 'src/zero.ts': Buffer.from([1, 0, 2]), 'src/huge.ts': `const x = '${'y'.repeat(2 << 20)}'\n`, 'src/half.ts': 'export const a = (' })
    const { code, output } = crowdproof(folder, ['check', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(output)).toMatchObject({ checked: { files: 4, skipped: 2 }, skipped: [{ path: 'src/huge.ts' }, { path: 'src/zero.ts' }] })
  })

  test('wrong use', () => {
    const folder = folderWith(shop)
    expect(crowdproof(folder, ['check', 'src/nowhere.ts'])).toMatchObject({ code: 2, output: '', errors: expect.stringContaining('nowhere.ts') })
    expect(crowdproof(folder, ['check', '--level', 'worst'])).toMatchObject({ code: 2, output: '' })
    expect(crowdproof(folder, [])).toMatchObject({ code: 2, output: '' })
  })
})

describe('same bytes', () => {
  test('whatever order files were made in, whatever locale and time zone, cold and warm', () => {
    const files = { ...shop, 'src/Ärger.ts': shop['src/rates.ts']!, 'src/Zoo.ts': shop['src/rates.ts']!, 'src/ant.ts': shop['src/rates.ts']! }
    const folder = folderWith(files)
    const other = folderWith(Object.fromEntries(Object.entries(files).toReversed()))
    for (const format of ['json', 'sarif']) {
      const words = ['check', '--format', format]
      const outputs = [
        crowdproof(folder, words),
        crowdproof(folder, words, { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' }),
        crowdproof(folder, [...words, '--no-cache']),
        crowdproof(other, [...words, '--no-cache'], { TZ: 'America/St_Johns' }),
        crowdproof(join(folder, '..'), [...words, folder]),
      ].map(({ output }) => output)
      expect(new Set(outputs).size, format).toBe(1)
    }
  })
})

describe('fix', () => {
  test('--diff shows, fix repairs, and both agree', () => {
    const folder = folderWith(shop)
    const shown = crowdproof(folder, ['fix', '--review', '--diff'])
    expect(shown.code).toBe(1)
    for (const [path, text] of Object.entries(shop)) expect(readFileSync(join(folder, path), 'utf8'), path).toBe(text)

    const fixed = crowdproof(folder, ['fix', '--review'])
    expect(fixed.errors).toBe('')
    expect(fixed.output).toMatch(/^Repaired \d+ findings in 2 files\./m)
    const rules = json(folder).findings.map(({ rule }) => rule)
    expect(rules).not.toContain('n-plus-one')
    expect(rules).not.toContain('missing-timeout')

    const twin = folderWith(shop)
    execFileSync('git', ['apply', '-'], { cwd: twin, input: shown.output })
    for (const path of Object.keys(shop)) expect(readFileSync(join(twin, path), 'utf8'), path).toBe(readFileSync(join(folder, path), 'utf8'))
    expect(crowdproof(folder, ['fix', '--review', '--diff']).output).toBe('')
  })

  test('line ends and byte order mark stay', () => {
    const text = `\ufeff${shop['src/posts.ts']!.replaceAll('\n', '\r\n')}`
    const folder = folderWith({ ...shop, 'src/posts.ts': text })
    crowdproof(folder, ['fix', '--review'])
    const fixed = readFileSync(join(folder, 'src/posts.ts'), 'utf8')
    expect(fixed).not.toBe(text)
    expect(fixed.startsWith('\ufeff')).toBe(true)
    expect(fixed.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
})

describe('explain, rules, lsp', () => {
  test('explain tells what a line does', () => {
    const { code, output } = crowdproof(folderWith(shop), ['explain', 'src/posts.ts:10'])
    expect(code).toBe(0)
    expect(output).toMatch(/prisma\.user\.findUnique/)
    expect(output).toMatch(/n-plus-one/)
  })

  test('every rule has its page', () => {
    const folder = folderWith({})
    const { code, output } = crowdproof(folder, ['rules'])
    expect(code).toBe(0)
    const ids = output.trimEnd().split('\n').slice(1).map(line => line.split(' ')[0]!)
    expect(ids).toContain('n-plus-one')
    for (const id of ids) expect(existsSync(join(program, '..', 'rules', `${id}.md`)), id).toBe(true)
    const page = readFileSync(join(program, '../rules/n-plus-one.md'), 'utf8')
    expect(crowdproof(folder, ['rules', 'n-plus-one'])).toMatchObject({ code: 0, output: page })
  })

  test('an editor is greeted, and the server leaves with it', async () => {
    const server = spawn(process.execPath, [program, 'lsp', '--stdio'], { env: plain, stdio: ['pipe', 'pipe', 'inherit'] })
    const send = (content: object) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...content })
      server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    }
    let received = ''
    const answered = (id: number) =>
      new Promise<void>(resolve => {
        const look = () => received.includes(`"id":${id},"result"`) && resolve()
        server.stdout.setEncoding('utf8').on('data', chunk => ((received += chunk), look()))
        look()
      })
    const left = new Promise(resolve => server.on('exit', resolve))
    send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } })
    await answered(1)
    expect(received).toContain('"capabilities"')
    send({ id: 2, method: 'shutdown' })
    await answered(2)
    send({ method: 'exit' })
    expect(await left).toBe(0)
  })
})

describe('in a shell', () => {
  test('a reader that leaves early changes neither exit code nor peace', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`src/many/${at}.ts`, shop['src/rates.ts']!.replace('./posts', '../posts')]))
    const folder = folderWith({ ...shop, ...many })
    const script = `"${process.execPath}" "${program}" check --format json | head -c 10; echo " \${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', env: plain })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/ 1\n$/)
  })

  test('an interrupt ends with 130 and leaves files alone', () => {
    const folder = folderWith(shop)
    const interrupt = `setInterval(() => process.listenerCount('SIGINT') > 0 && process.kill(process.pid, 'SIGINT'), 1)`
    const { code } = crowdproof(folder, ['fix', '--review', '--no-cache'], { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(interrupt)}` })
    expect(code).toBe(130)
    for (const [path, text] of Object.entries(shop)) expect(readFileSync(join(folder, path), 'utf8'), path).toBe(text)
  })

  test('a folder that is gone is told in a sentence', () => {
    const folder = folderWith({ 'gone/package.json': '{}' })
    const script = `cd gone && rm -r ../gone && "${process.execPath}" "${program}" check`
    const { status, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', env: plain })
    expect(status).toBe(2)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  test('writes nothing but its cache', () => {
    const folder = folderWith({ ...shop, 'node_modules/.keep': '' })
    crowdproof(folder, ['check'])
    const left = execFileSync('find', ['.', '-type', 'f', '-not', '-path', './node_modules/*'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').sort()
    expect(left).toEqual(Object.keys(shop).map(path => `./${path}`).sort())
  })
})
