import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { describeFindings } from '../../server/reports/report.ts'
import { terminalReport } from '../../server/reports/terminal.ts'
import type { TerminalView } from '../../server/reports/terminal.ts'
import { findings, reportOf, rulesById, texts } from './report-stand-in.ts'

const view: TerminalView = { colour: false, columns: 100, rules: rulesById, seconds: 0.42, text: path => texts[path] }

describe('terminal', () => {
  test('tells place, line, way, cost, fixes, and what was checked', () => {
    expect(terminalReport(reportOf(), view)).toBe(`src/a b/mäil#1.ts
  2:27  information  \`fetch\` waits for ever.  missing-timeout
    2 │ export const send = () => fetch('/mail') // 名前
      │                           ^^^^^
    fix Add a time limit (review)  add-timeout

src/posts.ts
  6:23  error  \`db.user.findUnique\` runs once per \`post\`: 100% of them, one by one.  n-plus-one
    6 │ post.author = await db.user.findUnique({ where: { id: post.authorId } })
      │                     ^^^^^^^^^^^^^^^^^^
    ↳ src/posts.ts:5:3  This loop, repeats: it.
    ↳ src/a b/mäil#1.ts:2:14  And this calls it.
    GET /posts · 1 + posts → 101 queries at 100 rows
    fix Load all users at once  batch-by-key
    fix Cannot be made (review)  impossible

2 findings in 2 files: 1 error, 1 information
  queries     1 error
  resilience  1 information
1 finding can be repaired by \`crowdproof fix\`.
1 finding can be repaired by \`crowdproof fix --review\`: read what it changes.
Checked 12 files in 0.4 s.
1 file could not be checked:
  src/big.ts: Larger than 1 MB.
2 calls could not be followed to a library, and were not judged.
`)
  })

  test('no findings, nothing checked, and could not check are three things', () => {
    const clean = terminalReport(reportOf([], { checked: { files: 3, skipped: [], unresolved: 0 } }), view)
    expect(clean).toBe('No findings.\nChecked 3 files in 0.4 s.\n')
    const nothing = terminalReport(reportOf([], { checked: { files: 0, skipped: [], unresolved: 0 } }), view)
    expect(nothing).toBe('Nothing was checked.\nChecked 0 files in 0.4 s.\n')
    const blind = terminalReport(reportOf([], { checked: { files: 1, skipped: Array.from({ length: 12 }, (_, at) => ({ path: `${at}.ts`, reason: 'Minified.' })), unresolved: 1 } }), view)
    expect(blind).toContain('12 files could not be checked:\n  0.ts: Minified.\n')
    expect(blind).toContain('  … and 2 more; --format json names them all.\n1 call could not be followed')
  })

  test('colours change no character', () => {
    const coloured = terminalReport(reportOf(), { ...view, colour: true })
    expect(coloured).toContain('\u001b[')
    expect(stripVTControlCharacters(coloured)).toBe(terminalReport(reportOf(), view))
  })

  test('carets stand below wide characters, and a long line is cut around the mark', () => {
    const line = `${'/* 名前 */ '.repeat(40)}here(😀)${' + more'.repeat(60)}`
    const start = line.indexOf('here')
    const report = reportOf([], {
      findings: describeFindings([{ ...findings[0]!, at: { path: 'l.ts', start, end: start + 4 }, related: [], fixes: [] }], { text: () => line, shown: path => path }),
    })
    const [, , shown, carets] = terminalReport(report, { ...view, columns: 80, text: () => line }).split('\n') as [string, string, string, string]
    expect(shown).toMatch(/│ ….*here\(😀\).*…$/)
    const before = shown.slice(0, shown.indexOf('here'))
    const wide = [...before].filter(character => '名前'.includes(character)).length
    expect(carets.indexOf('^')).toBe(before.length + wide)
    expect(carets.trimEnd().length - carets.indexOf('^')).toBe(4)
    expect(shown.length).toBeLessThanOrEqual(90)
  })

  test('neither names nor source can steer the terminal', () => {
    const evil = { ...findings[0]!, message: 'a\u001b[2Jb', at: { path: 'x\u001b]0;hi\u0007.ts', start: 2, end: 5 }, related: [] }
    const report = reportOf([], { findings: describeFindings([evil], { text: () => '"\u001b[31m\u202e"', shown: path => path }) })
    expect(terminalReport(report, { ...view, text: () => '"\u001b[31m\u202e"' })).not.toMatch(/[\u001b\u0007\u202e]/)
  })

  test('what a baseline hides is told', () => {
    const text = terminalReport(reportOf([], { baseline: { path: 'known.json', hidden: 14, gone: 1 } }), view)
    expect(text).toContain('14 known findings hidden by known.json.\n1 entry of known.json no longer occurs: --update takes it out.\n')
  })
})
