import { describe, expect, it } from 'vitest'
import type { Language } from '../../server/engine/facts.ts'
import { read } from './read-kit.ts'

function suppressionsOf(code: string, language: Language = 'ts') {
  return read(code, language).suppressions.map(({ scope, rules, reason }) => [scope, rules, reason])
}

describe('suppressions', () => {
  it.each([
    ['// crowdproof-ignore-next-line', 'next-line', [], ''],
    ['// crowdproof-ignore-line n-plus-one', 'line', ['n-plus-one'], ''],
    ['// crowdproof-ignore-next-line n-plus-one, missing-timeout -- ten rows at most', 'next-line', ['n-plus-one', 'missing-timeout'], 'ten rows at most'],
    ['// crowdproof-ignore-next-line -- all of them', 'next-line', [], 'all of them'],
    ['/* crowdproof-ignore-file missing-timeout -- generated */', 'file', ['missing-timeout'], 'generated'],
    ['/**\n * crowdproof-ignore-file\n * missing-timeout --\n * two lines\n */', 'file', ['missing-timeout'], 'two lines'],
    ['//crowdproof-ignore-line n-plus-one', 'line', ['n-plus-one'], ''],
  ])('%s', (comment, scope, rules, reason) => {
    expect(suppressionsOf(`a()\n${comment}\nb()`)).toEqual([[scope, rules, reason]])
    expect(suppressionsOf(comment)).toEqual([[scope, rules, reason]])
  })

  it('finds comments wherever comments can be', () => {
    expect(suppressionsOf(`f(/* crowdproof-ignore-line a */ 1, // crowdproof-ignore-line b
      { c: 1 /* crowdproof-ignore-line c */ }, [ /* crowdproof-ignore-line d */ ])
      if /* crowdproof-ignore-line e */ (x) {
        // crowdproof-ignore-next-line f
      }
      const t = \`\${ /* crowdproof-ignore-line g */ x }\`
      // crowdproof-ignore-line h`).map(([, rules]) => rules)).toEqual([['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g'], ['h']])
  })

  it('finds comments of JSX', () => {
    expect(suppressionsOf(`const a = <ul>
      {/* crowdproof-ignore-next-line n-plus-one -- few */}
      <Row /* crowdproof-ignore-line b */ x />
      // crowdproof-ignore-line text, not a comment
    </ul>`, 'tsx')).toEqual([['next-line', ['n-plus-one'], 'few'], ['line', ['b'], '']])
  })

  it('tells where the comment stands', () => {
    const code = 'a() /* crowdproof-ignore-line x */ // crowdproof-ignore-line y\r\nb()'
    expect(read(code).suppressions.map(({ start, end }) => code.slice(start, end))).toEqual([
      '/* crowdproof-ignore-line x */', '// crowdproof-ignore-line y',
    ])
  })

  it.each([
    ['a string', 'const a = "// crowdproof-ignore-file"'],
    ['a template', 'const a = `// crowdproof-ignore-file`, b = `${1} // crowdproof-ignore-file ${2} /* crowdproof-ignore-file */`'],
    ['a regular expression', 'const a = / crowdproof-ignore-file/'],
    ['an expression', 'crowdproof-ignore-file'],
    ['the middle of a comment', '// never write crowdproof-ignore-file'],
    ['another word', '// crowdproof-ignore-files\n// crowdproof-ignored\n// crowdproof-ignore'],
  ])('is not %s', (_, code) => {
    expect(suppressionsOf(code)).toEqual([])
  })
})
