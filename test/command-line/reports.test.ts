import { describe, expect, test } from 'vitest'
import { agentReport } from '../../server/reports/agent.ts'
import { githubReport } from '../../server/reports/github.ts'
import { jsonReport } from '../../server/reports/json.ts'
import { positionsIn } from '../../server/reports/positions.ts'
import { describeFindings } from '../../server/reports/report.ts'
import { findings, reportOf, rulesById, sources } from './report-stand-in.ts'

describe('json', () => {
  test('holds the fields of the contract', () => {
    const report = JSON.parse(jsonReport(reportOf()))
    expect(report).toMatchObject({
      version: '1.2.3',
      scale: { users: 100, rows: 100 },
      checked: { files: 12, skipped: 1, unresolved: 2 },
      skipped: [{ path: 'src/big.ts', reason: 'Larger than 1 MB.' }],
      problems: [],
    })
    expect(report.findings[1]).toEqual({
      rule: 'n-plus-one',
      level: 'error',
      confidence: 'high',
      message: '`db.user.findUnique` runs once per `post`: 100% of them, one by one.',
      path: 'src/posts.ts',
      start: { line: 6, column: 23 },
      end: { line: 6, column: 41 },
      related: [
        { path: 'src/posts.ts', line: 5, column: 3, message: 'This loop, repeats: it.' },
        { path: 'src/a b/mäil#1.ts', line: 2, column: 14, message: 'And this calls it.' },
      ],
      trips: '1 + posts',
      cost: 101,
      entry: 'GET /posts',
      fixes: [
        { recipe: 'batch-by-key', title: 'Load all users at once', trust: 'safe' },
        { recipe: 'impossible', title: 'Cannot be made', trust: 'review' },
      ],
      fingerprint: 'n-plus-one:list:db.user.findUnique:0',
    })
    expect(report.findings[0]).toMatchObject({ trips: null, cost: null, entry: null })
  })

  test('ends its last line, and stays whole without findings', () => {
    const text = jsonReport(reportOf([]))
    expect(text.endsWith('}\n')).toBe(true)
    expect(JSON.parse(text).findings).toEqual([])
  })
})

describe('order', () => {
  test('path, then position, then rule, whatever came first', () => {
    const [late, early] = findings as [typeof findings[0], typeof findings[0]]
    const twin = { ...late, rule: 'a-rule' }
    const wanted = describeFindings([early, twin, late], sources)
    expect(wanted.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'src/a b/mäil#1.ts missing-timeout',
      'src/posts.ts a-rule',
      'src/posts.ts n-plus-one',
    ])
    expect(describeFindings([late, early, twin], sources)).toEqual(wanted)
    expect(describeFindings([twin, late, early], sources)).toEqual(wanted)
  })

  test('capitals do not depend on the locale', () => {
    const at = (path: string) => ({ ...findings[0]!, at: { path, start: 0, end: 1 }, related: [] })
    const order = describeFindings([at('b.ts'), at('ä.ts'), at('B.ts'), at('a.ts')], { text: () => 'x', shown: path => path })
    expect(order.map(({ path }) => path)).toEqual(['B.ts', 'a.ts', 'b.ts', 'ä.ts'])
  })
})

describe('positions', () => {
  test('lines end at CR, LF and CRLF, and nowhere else', () => {
    const position = positionsIn('a\r\nb\rc\nd\u2028e')
    expect([0, 3, 5, 7, 9].map(position)).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
      { line: 4, column: 3 },
    ])
  })

  test('columns count UTF-16 units, and places outside are moved inside', () => {
    expect(positionsIn('😀x')(2)).toEqual({ line: 1, column: 3 })
    expect(positionsIn('ab')(99)).toEqual({ line: 1, column: 3 })
    expect(positionsIn('')(5)).toEqual({ line: 1, column: 1 })
  })
})

describe('github', () => {
  test('one escaped annotation a finding, then the count', () => {
    expect(githubReport(reportOf(), rulesById).split('\n')).toEqual([
      '::notice file=src/a b/mäil#1.ts,line=2,endLine=2,col=27,endColumn=32,title=crowdproof missing-timeout::`fetch` waits for ever.',
      '::error file=src/posts.ts,line=6,endLine=6,col=23,endColumn=41,title=crowdproof n-plus-one::`db.user.findUnique` runs once per `post`: 100%25 of them, one by one.%0Asrc/posts.ts:5: This loop, repeats: it.%0Asrc/a b/mäil#1.ts:2: And this calls it.%0A1 + posts → 101 queries at 100 rows',
      '2 findings (1 error, 1 information) in 2 files. Checked 12 files, skipped 1, unresolved 2.',
      '',
    ])
  })

  test('names cannot break out of a property, nor texts out of a line', () => {
    const evil = { ...findings[1]!, message: 'a\r\n::error::b', at: { path: 'x,line=1:\n%.ts', start: 0, end: 1 } }
    const [line, ...rest] = githubReport({ ...reportOf([]), findings: describeFindings([evil], { text: () => 'x', shown: path => path }) }, rulesById).split('\n')
    expect(line).toBe('::notice file=x%2Cline=1%3A%0A%25.ts,line=1,endLine=1,col=1,endColumn=2,title=crowdproof missing-timeout::a%0D%0A::error::b')
    expect(rest).toHaveLength(2)
  })

  test('no columns on a stretch of several lines', () => {
    const wide = { ...findings[0]!, at: { path: 'src/posts.ts', start: 0, end: 60 }, related: [] }
    expect(githubReport(reportOf([wide]), rulesById)).toMatch(/^::error file=src\/posts\.ts,line=1,endLine=4,title=/)
  })
})

describe('agent', () => {
  test('is short, complete, and ends with the count', () => {
    expect(agentReport(reportOf(), rulesById)).toBe(
      [
        'src/a b/mäil#1.ts:2:27 information missing-timeout: `fetch` waits for ever.',
        '  fix: Add a time limit (review) [add-timeout]',
        'src/posts.ts:6:23 error n-plus-one: `db.user.findUnique` runs once per `post`: 100% of them, one by one.',
        '  GET /posts; 1 + posts = 101 queries at 100 rows',
        '  src/posts.ts:5:3 This loop, repeats: it.',
        '  src/a b/mäil#1.ts:2:14 And this calls it.',
        '  safe fix: Load all users at once [batch-by-key]',
        '  fix: Cannot be made (review) [impossible]',
        'skipped src/big.ts: Larger than 1 MB.',
        '`crowdproof fix` applies the safe fixes, `crowdproof rules RULE` explains a rule. Repair findings rather than silencing them.',
        '2 findings (1 error, 1 information) in 2 files. Checked 12 files, skipped 1, unresolved 2.',
        '',
      ].join('\n'),
    )
  })

  test('is never empty', () => {
    const nothing = reportOf([], { checked: { files: 0, skipped: [], unresolved: 0 } })
    expect(agentReport(nothing, rulesById)).toBe('No findings. Checked 0 files, skipped 0, unresolved 0.\n')
  })

  test('shows the gravest when there are too many, and says so', () => {
    const many = Array.from({ length: 150 }, (_, at) => ({ ...findings[1]!, at: { path: 'src/posts.ts', start: at, end: at + 1 } }))
    const lines = agentReport(reportOf([...many, findings[0]!]), rulesById).split('\n')
    expect(lines.filter(line => / (error|information) /.test(line))).toHaveLength(100)
    expect(lines.some(line => line.includes(' error n-plus-one'))).toBe(true)
    expect(lines).toContain('51 more findings not shown: name a folder or file, or use --format json.')
    expect(lines.at(-2)).toContain('151 findings')
  })

  test('a line break in a name or message cannot forge a line', () => {
    const evil = { ...findings[1]!, message: 'x\nNo findings. Checked 9 files' }
    expect(agentReport(reportOf([evil]), rulesById).split('\n').filter(line => line.startsWith('No findings'))).toEqual([])
  })
})
