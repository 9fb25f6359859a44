import { describe, expect, test } from 'vitest'
import { readFacts } from '../../server/engine/reader/read-facts.ts'
import { suppress, type SuppressOptions } from '../../server/engine/suppress.ts'
import { applyEdits } from '../../server/engine/verify-edits.ts'
import type { Finding } from '../../server/engine/finding.ts'

/** A finding wherever the text says `hit`; `hit2` is one of another rule. */
const findingsIn = (text: string): Finding[] => [...text.matchAll(/\bhit2?\b/g)].map((match) => ({
  rule: match[0] === 'hit2' ? 'missing-timeout' : 'n-plus-one', level: 'warning', confidence: 'high', message: 'm',
  at: { path: 'a.tsx', start: match.index, end: match.index + match[0].length }, related: [], trips: undefined, cost: undefined,
  entry: undefined, fixes: [], fingerprint: String(match.index),
}))

const run = (text: string, more: Partial<SuppressOptions> = {}): Finding[] => suppress({
  path: 'a.tsx', facts: readFacts(text, 'tsx'), findings: findingsIn(text), levels: {}, reportUnused: true, text: () => text,
  rules: new Set(['n-plus-one', 'missing-timeout']), ...more,
})
const rules = (text: string, more: Partial<SuppressOptions> = {}): string[] => run(text, more).map(({ rule }) => rule)

describe('comments', () => {
  test.each([
    ['next line', '// crowdproof-ignore-next-line n-plus-one -- ten rows\nhit()', []],
    ['next line, any rule', '// crowdproof-ignore-next-line\nhit(); hit2()', []],
    ['next line, other rule', '// crowdproof-ignore-next-line n-plus-one\nhit(); hit2()', ['missing-timeout']],
    ['not the line after', '// crowdproof-ignore-next-line n-plus-one\nhit()\nhit()', ['n-plus-one']],
    ['stacked', '// crowdproof-ignore-next-line n-plus-one\n// crowdproof-ignore-next-line missing-timeout\nhit(hit2)', []],
    ['two rules', '// crowdproof-ignore-next-line n-plus-one, missing-timeout\nhit(hit2)', []],
    ['same line', 'hit() // crowdproof-ignore-line n-plus-one', []],
    ['file', 'hit()\nhit()\n// crowdproof-ignore-file n-plus-one\nhit2()', ['missing-timeout']],
    ['several lines', '/* crowdproof-ignore-next-line\n n-plus-one */\nhit()', []],
    ['JSX', 'const x = <a>\n{/* crowdproof-ignore-next-line n-plus-one */}\n{hit()}\n</a>', []],
    ['CRLF', '// crowdproof-ignore-next-line n-plus-one\r\nhit()\r\nhit()', ['n-plus-one']],
  ])('%s', (_, text, expected) => {
    expect(rules(text)).toEqual(expected)
  })
})

describe('unused comments', () => {
  test('are hints with a fix', () => {
    const text = 'a()\n  // crowdproof-ignore-next-line n-plus-one -- was slow\nb()\n'
    const [finding] = run(text)
    expect(finding).toMatchObject({ rule: 'unused-suppression', level: 'hint' })
    expect(finding!.message).toBe('Nothing to ignore on the next line for n-plus-one.')
    expect(text.slice(finding!.at.start, finding!.at.end)).toBe('// crowdproof-ignore-next-line n-plus-one -- was slow')
    const edit = finding!.fixes[0]!.edits()![0]!
    expect(applyEdits(text, 'edits' in edit ? edit.edits : [])).toBe('a()\nb()\n')
  })

  test.each([
    ['b() // crowdproof-ignore-line\nc()', 'b()\nc()'],
    ['const x = <a>\n  {/* crowdproof-ignore-next-line */}\n  <b/>\n</a>', 'const x = <a>\n  <b/>\n</a>'],
    ['// crowdproof-ignore-file', ''],
    ['const x = { /* crowdproof-ignore-line */ }', 'const x = { }'],
  ])('removed from %j', (text, expected) => {
    const edit = run(text)[0]!.fixes[0]!.edits()![0]!
    expect(applyEdits(text, 'edits' in edit ? edit.edits : [])).toBe(expected)
  })

  test('one of two rules: told, but nothing to remove', () => {
    const [finding] = run('// crowdproof-ignore-next-line n-plus-one, missing-timeout\nhit()')
    expect(finding!.message).toBe('Nothing to ignore on the next line for missing-timeout.')
    expect(finding!.fixes).toEqual([])
  })

  test('misspelt rules are named', () => {
    expect(run('// crowdproof-ignore-line n-plus-on')[0]!.message).toBe('There is no rule “n-plus-on”.')
  })

  test('not reported where silence proves nothing', () => {
    const text = '// crowdproof-ignore-next-line n-plus-one\nb()'
    expect(run(text, { reportUnused: false })).toEqual([])
    expect(run(text, { levels: { 'n-plus-one': 'off' } })).toEqual([])
  })
})

test('levels from the settings are the highest that a finding gets', () => {
  expect(run('hit(hit2)', { levels: { 'n-plus-one': 'off', 'missing-timeout': 'hint' } }).map(({ rule, level }) => [rule, level]))
    .toEqual([['missing-timeout', 'hint']])
  expect(run('hit()', { levels: { 'n-plus-one': 'error' } })[0]!.level).toBe('warning')
})
