import { describe, expect, test } from 'vitest'
import { StandInSession, folderWith, found, project, run, withSession } from './stand-in.ts'

describe('exit codes', () => {
  test('1 with findings, 0 without', async () => {
    const folder = project()
    expect(await run(folder, ['check'])).toMatchObject({ code: 1, errors: '' })
    expect(await run(folder, ['check', 'src/b', '--level', 'off'])).toMatchObject({ code: 0 })
    expect(await run(folderWith({ 'package.json': '{}', 'a.ts': 'quick()' }), ['check'])).toMatchObject({ code: 0 })
  })

  test('--level is the mildest level that fails; what is milder is still shown', async () => {
    const folder = project()
    const mild = await run(folder, ['check', 'src/a.ts', '--level', 'error', '--format', 'json'])
    expect(mild.code).toBe(0)
    expect(found(mild.output)).toEqual(['src/a.ts:1 slow-call'])
    expect(await run(folder, ['check', 'src/b', '--level', 'error'])).toMatchObject({ code: 1 })
    const hints = withSession({ shape: finding => ({ ...finding, level: 'hint' }) })
    expect(await run(folder, ['check'], { parts: hints })).toMatchObject({ code: 0 })
    expect(await run(folder, ['check', '--level', 'hint'], { parts: hints })).toMatchObject({ code: 1 })
  })

  test.each([
    [['check', '--format', 'xml'], /Allowed choices are terminal, json, sarif, github, agent/],
    [['check', '--level', 'grave'], /Allowed choices are error, warning, information, hint, off/],
    [['check', '--nonsense'], /unknown option '--nonsense'/],
    [['chekc'], /unknown command 'chekc'/],
    [[], /Usage: crowdproof/],
    [['check', 'nowhere'], /There is no file or folder nowhere\./],
    [['check', '--cwd', 'nowhere'], /There is no file or folder nowhere\./],
    [['check', '--cwd', 'package.json'], /package\.json is not a folder\./],
    [['check', '--update'], /--update needs --baseline/],
    [['check', '--baseline', 'nowhere.json'], /no baseline nowhere\.json yet/],
    [['explain', 'src/a.ts'], /explain takes FILE:LINE/],
    [['explain', 'src/a.ts:99'], /a\.ts has 2 lines/],
    [['explain', 'package.json:1'], /was not checked/],
    [['rules', 'no-such-rule'], /There is no rule no-such-rule/],
    [['fix', '--rule', 'no-such-rule'], /There is no rule no-such-rule/],
    [['lsp'], /required option '--stdio'/],
  ])('2 for wrong use: %j', async (words, message) => {
    const { code, output, errors } = await run(project(), words as string[])
    expect({ code, output }).toEqual({ code: 2, output: '' })
    expect(errors).toMatch(message)
  })

  test('2 and one sentence when we fail, without a half-written report', async () => {
    const broken = withSession({ scan: () => Promise.reject(new Error('The index is upside down.')) })
    expect(await run(project(), ['check', '--format', 'json'], { parts: broken })).toEqual({
      code: 2,
      output: '',
      errors: 'crowdproof: The index is upside down.\n',
    })
  })

  test('the session is closed whatever happens', async () => {
    const sessions: StandInSession[] = []
    const openSession = (fails: boolean) => ({
      openSession: (options: ConstructorParameters<typeof StandInSession>[0]) => {
        const session = new StandInSession(options, fails ? { scan: () => Promise.reject(new Error('No.')) } : {})
        sessions.push(session)
        return session
      },
    })
    await run(project(), ['check'], { parts: openSession(false) })
    await run(project(), ['check'], { parts: openSession(true) })
    expect(sessions.map(({ disposed }) => disposed)).toEqual([true, true])
  })

  test('help and version are no fault', async () => {
    expect(await run(project(), ['--version'])).toEqual({ code: 0, output: '1.2.3\n', errors: '' })
    const help = await run(project(), ['check', '--help'])
    expect(help).toMatchObject({ code: 0, errors: '' })
    expect(help.output).toContain('agent for coding agents')
  })

  test('wrong settings are told; findings stay findings, but nothing found is no pass', async () => {
    const problems = [{ path: 'crowdproof.json', line: 3, message: 'There is no rule n-plus-won.' }]
    const bad = await run(project(), ['check', '--format', 'json'], { parts: withSession({ problems }) })
    expect(bad).toMatchObject({ code: 1, errors: 'crowdproof: crowdproof.json:3: There is no rule n-plus-won.\n' })
    expect(JSON.parse(bad.output).problems).toEqual(problems)
    const clean = folderWith({ 'package.json': '{}', 'a.ts': '' })
    expect(await run(clean, ['check'], { parts: withSession({ problems }) })).toMatchObject({ code: 2 })
    const schema = [{ path: 'prisma/schema.prisma', message: 'It is broken.' }]
    expect(await run(clean, ['check'], { parts: withSession({ problems: schema }) })).toMatchObject({ code: 0 })
  })
})

describe('formats', () => {
  test('annotations on GitHub Actions, few words for agents, unless asked otherwise', async () => {
    const folder = project()
    const hosted = { environment: { GITHUB_ACTIONS: 'true' } }
    expect((await run(folder, ['check'], { io: hosted })).output).toMatch(/^::warning file=src\/a\.ts,/)
    expect((await run(folder, ['check'], { io: { agent: true } })).output).toMatch(/^src\/a\.ts:1:1 warning slow-call: /)
    expect((await run(folder, ['check', '--format', 'json'], { io: { ...hosted, agent: true } })).output).toMatch(/^\{/)
    expect((await run(folder, ['check'], { io: { agent: true, output: { terminal: true } } })).output).toMatch(/src\/a\.ts\n|src\/a\.ts\u001b/)
  })

  test('colours only on terminals, and only as far as they are wanted', async () => {
    const coloured = async (terminal: boolean, environment: Record<string, string> = {}) =>
      (await run(project(), ['check'], { io: { environment, output: { terminal } } })).output.includes('\u001b[')
    expect(await coloured(true)).toBe(true)
    expect(await coloured(false)).toBe(false)
    expect(await coloured(true, { NO_COLOR: '1' })).toBe(false)
    expect(await coloured(true, { TERM: 'dumb' })).toBe(false)
    expect(await coloured(false, { FORCE_COLOR: '1' })).toBe(true)
    expect(await coloured(true, { FORCE_COLOR: '0' })).toBe(false)
  })

  test('progress moves only on a terminal, and leaves nothing behind', async () => {
    let at = 0
    const quiet = await run(project(), ['check'], { io: { now: () => (at += 1000) } })
    expect(quiet.errors).toBe('')
    const moving = await run(project(), ['check'], { io: { now: () => (at += 1000), errors: { terminal: true } } })
    expect(moving.errors).toContain('Checking 1 of 2')
    expect(moving.errors.endsWith('\r\u001b[2K')).toBe(true)
  })

  test('code hosts get paths from the root of the checkout', async () => {
    const checkout = folderWith({ 'package.json': '{}', 'apps/web/package.json': '{}', 'apps/web/a.ts': 'slow()' })
    const io = { environment: { GITHUB_WORKSPACE: checkout } }
    const uri = async (words: string[]) => (await run(checkout, ['check', 'apps/web', ...words], { io })).output
    expect(await uri(['--format', 'github'])).toMatch(/^::warning file=apps\/web\/a\.ts,/)
    expect(await uri(['--format', 'sarif'])).toContain('"uri": "apps/web/a.ts"')
    expect(found(await uri(['--format', 'json']))).toEqual(['a.ts:1 slow-call'])
  })

  test('--stats tells on standard error', async () => {
    expect((await run(project(), ['check', '--stats'])).errors).toMatch(/^2 files: 2 read, 0 from the cache, 0\.00 s, \d+ MB\n$/)
  })

  test('--no-cache reaches the session', async () => {
    const seen: unknown[] = []
    const parts = { openSession: (options: ConstructorParameters<typeof StandInSession>[0]) => (seen.push(options.cache), new StandInSession(options)) }
    await run(project(), ['check'], { parts })
    await run(project(), ['check', '--no-cache'], { parts })
    expect(seen).toEqual([undefined, false])
  })
})

describe('paths', () => {
  test('files and folders, relative to where one stands', async () => {
    const folder = project()
    const some = async (...words: string[]) => {
      const { output } = await run(folder, ['check', '--format', 'json', ...words])
      return { found: found(output), files: JSON.parse(output).checked.files }
    }
    expect(await some()).toEqual({ found: ['src/a.ts:1 slow-call', 'src/b/c.ts:1 grave-call'], files: 2 })
    expect(await some('src/b')).toEqual({ found: ['src/b/c.ts:1 grave-call'], files: 1 })
    expect(await some('src/b/c.ts', './src/a.ts')).toEqual({ found: ['src/a.ts:1 slow-call', 'src/b/c.ts:1 grave-call'], files: 2 })
    expect(await some('src/')).toMatchObject({ files: 2 })
  })

  test('a path that holds nothing to check is told, not passed over', async () => {
    const folder = project({ 'docs/readme.md': 'Hello.' })
    const { code, errors } = await run(folder, ['check', 'docs'])
    expect({ code, errors }).toEqual({ code: 0, errors: 'crowdproof: nothing to check in docs: no TypeScript or JavaScript, or all of it ignored.\n' })
    const empty = folderWith({ 'package.json': '{}' })
    expect((await run(empty, ['check'])).errors).toBe(`crowdproof: nothing to check in ${empty}: no TypeScript or JavaScript, or all of it ignored.\n`)
  })

  test('skipped files count where they were asked for', async () => {
    const skipped = [{ path: 'src/b/big.ts', reason: 'Larger than 1 MB.' }]
    const count = async (path: string) => JSON.parse((await run(project(), ['check', path, '--format', 'json'], { parts: withSession({ skipped }) })).output).checked.skipped
    expect([await count('src/b'), await count('src/a.ts')]).toEqual([1, 0])
  })
})

describe('explain and rules', () => {
  test('explain passes the line on', async () => {
    const folder = project()
    expect(await run(folder, ['explain', 'src/b/c.ts:2'])).toEqual({ code: 0, output: 'src/b/c.ts, line 2: nothing is hidden here.\n', errors: '' })
    expect((await run(folder, ['explain', 'src/b/c.ts:2:7'])).code).toBe(0)
  })

  test('rules lists all, and prints the page of one', async () => {
    const folder = project()
    expect((await run(folder, ['rules'])).output).toBe(
      'RULE        KILLER      LEVEL    FINDS\nslow-call   queries     warning  A call that takes its time\ngrave-call  resilience  error    A call that takes all time\n',
    )
    expect(await run(folder, ['rules', 'slow-call'])).toEqual({ code: 0, output: '# slow-call\n\nWhat it costs.\n', errors: '' })
    expect(await run(folder, ['rules', 'grave-call'])).toMatchObject({ code: 2, output: '' })
  })
})

describe('same bytes', () => {
  const orders: StandInSession['order'][] = [list => list, list => list.toReversed(), list => [...list.slice(2), ...list.slice(0, 2)]]

  test.each(['json', 'sarif', 'github', 'agent', 'terminal'])('%s, whatever order findings come in', async format => {
    const folder = project({ 'Ä.ts': 'slow(grave(slow()))', 'a b.ts': 'slow()' })
    const outputs = await Promise.all(
      orders.map(
        async order => (await run(folder, ['check', '--format', format], { parts: withSession({ order }) })).output,
      ),
    )
    expect(new Set(outputs).size).toBe(1)
    expect(outputs[0]).toContain('slow-call')
  })
})
