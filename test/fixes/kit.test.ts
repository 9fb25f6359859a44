import { describe, expect, test } from 'vitest'
import { keepsComments } from '../../rules/kit/edits/comments.ts'
import { addProperty, insertBefore, moved, removeLines, rewrite } from '../../rules/kit/edits/edit.ts'
import { addImport, removeImport } from '../../rules/kit/edits/imports.ts'
import { camel, fresh, kebab, plural, singular, takenNames } from '../../rules/kit/edits/names.ts'
import { inFile, offer } from '../../rules/kit/edits/offer.ts'
import { keyedSelect } from '../../rules/kit/sql/keyed.ts'
import { isRead } from '../../rules/kit/sql/sql.ts'
import { styleOf } from '../../rules/kit/edits/style-of.ts'
import type { TextEdit } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import { applyEdits } from '../../server/engine/verify-edits.ts'
import { sourceOf } from '../kit/reached.ts'

const after = (source: Source, edits: readonly TextEdit[]) => applyEdits(source.text, edits)
const objectIn = (source: Source) => source.facts.nodes.findIndex(node => node.kind === 'object')

describe('addProperty', () => {
  const added = (text: string, how?: 'first' | 'stays') => {
    const source = sourceOf('a.ts', text)
    return after(source, addProperty(source, objectIn(source), 'key', 'value', how))
  }
  test('on one line', () => {
    expect(added('f({})')).toBe('f({ key: value })')
    expect(added('f({ a: 1 })')).toBe('f({ a: 1, key: value })')
    expect(added('f({a: 1})')).toBe('f({a: 1, key: value})')
    expect(added('f({ a: 1, })')).toBe('f({ a: 1, key: value, })')
    expect(added('f({ ...a })', 'first')).toBe('f({ key: value, ...a })')
  })
  test('on several', () => {
    expect(added('f({\n  a: 1,\n})')).toBe('f({\n  a: 1,\n  key: value,\n})')
    expect(added('f({\n  a: 1\n})')).toBe('f({\n  a: 1,\n  key: value\n})')
    expect(added('f({\n  a: 1 // one\n})')).toBe('f({\n  a: 1, // one\n  key: value\n})')
    expect(added('f({\n  a: 1, /* one */\n  // two\n})')).toBe('f({\n  a: 1, /* one */\n  // two\n  key: value,\n})')
    expect(added('f({\n  ...a,\n})', 'first')).toBe('f({\n  key: value,\n  ...a,\n})')
    expect(added('f({ a: 1,\n  b: 2 })')).toBe('f({ a: 1,\n  b: 2, key: value })')
  })
  test('a long line is broken up, unless a comment stands in the way', () => {
    const long = `f({ first: '${'a'.repeat(40)}', second: '${'b'.repeat(25)}' })`
    expect(added(long)).toBe(`f({\n  first: '${'a'.repeat(40)}',\n  second: '${'b'.repeat(25)}',\n  key: value,\n})`)
    expect(added(long, 'stays')).not.toContain('\n')
    expect(added(long.replace('second', '/* why */ second'))).toContain('/* why */')
  })
})

describe('imports', () => {
  const added = (text: string, from = 'pkg', name = 'one', path = 'a.ts') => {
    const source = sourceOf(path, text)
    const { edits, local } = addImport(source, from, name)
    return [after(source, edits), local]
  }
  test('joins those of the same module', () => {
    expect(added('import { two } from \'pkg\'\n')[0]).toBe('import { two, one } from \'pkg\'\n')
    expect(added('import {\n  two,\n  three,\n} from \'pkg\'\n')[0]).toBe('import {\n  two,\n  three,\n  one,\n} from \'pkg\'\n')
    expect(added('import main from \'pkg\'\n')[0]).toBe('import main, { one } from \'pkg\'\n')
    expect(added('import { type Two } from \'pkg\'\n')[0]).toBe('import { type Two } from \'pkg\'\nimport { one } from \'pkg\'\n')
    expect(added('import type { Two } from \'pkg\'\n')[0]).toBe('import type { Two } from \'pkg\'\nimport { one } from \'pkg\'\n')
  })
  test('uses what is there', () => {
    expect(added('import { one as two } from \'pkg\'\n')).toEqual(['import { one as two } from \'pkg\'\n', 'two'])
    expect(added('import * as all from \'pkg\'\n')).toEqual(['import * as all from \'pkg\'\n', 'all.one'])
    expect(added('const all = require(\'pkg\')\n')).toEqual(['const all = require(\'pkg\')\n', 'all.one'])
    expect(added('import type { one } from \'other\'\n')[1]).toBe('one2')
  })
  test('finds a line among the others', () => {
    expect(added('import a from \'a\'\nimport b from \'./b\'\n\nuse(a, b)\n')[0]).toBe('import a from \'a\'\nimport { one } from \'pkg\'\nimport b from \'./b\'\n\nuse(a, b)\n')
    expect(added('import b from \'./b\'\n')[0]).toBe('import { one } from \'pkg\'\nimport b from \'./b\'\n')
    expect(added('import a from \'a\' // a\nuse(a)\n', './c')[0]).toBe('import a from \'a\' // a\nimport { one } from \'./c\'\nuse(a)\n')
    expect(added('import a from "a"; use(a);\n')[0]).toBe('import a from "a";\nimport { one } from "pkg"; use(a);\n')
  })
  test('goes below what belongs on top', () => {
    expect(added('#!/usr/bin/env node\n// licence\n\nuse()\n')[0]).toBe('#!/usr/bin/env node\n// licence\n\nimport { one } from \'pkg\'\n\nuse()\n')
    expect(added('"use client"\n\nuse()\n')[0]).toBe('"use client"\n\nimport { one } from "pkg"\n\nuse()\n')
    expect(added('/** What it does. */\nexport function use() {}\n')[0]).toBe('import { one } from \'pkg\'\n\n/** What it does. */\nexport function use() {}\n')
  })
  test('speaks CommonJS where the file does', () => {
    expect(added('const { two } = require(\'pkg\');\n', 'pkg', 'one', 'a.js')[0]).toBe('const { two, one } = require(\'pkg\');\n')
    expect(added('\'use strict\'\nconst a = require(\'a\')\nlet one\n', 'pkg', 'one', 'a.cjs')).toEqual(
      ['\'use strict\'\nconst a = require(\'a\')\nconst { one: one2 } = require(\'pkg\')\nlet one\n', 'one2'])
  })
  test('goes away where it is not used', () => {
    const removed = (text: string, name: string) => {
      const source = sourceOf('a.ts', text)
      const edit = removeImport(source, source.facts.bindings.findIndex(binding => binding.name === name))
      return edit && after(source, [edit])
    }
    expect(removed('import a from \'a\'\nimport b from \'b\'\n', 'a')).toBe('import b from \'b\'\n')
    expect(removed('import { a, b } from \'a\'\n', 'a')).toBe('import { b } from \'a\'\n')
    expect(removed('import { a, b } from \'a\'\n', 'b')).toBe('import { a } from \'a\'\n')
    expect(removed('import {\n  a,\n  b,\n} from \'a\'\n', 'b')).toBe('import {\n  a,\n} from \'a\'\n')
    expect(removed('import { a, c as b } from \'a\'\n', 'b')).toBeUndefined()
  })
})

test('names', () => {
  expect(['user', 'users', 'category', 'address', 'box', 'batch', 'status', 'documentData'].map(plural))
    .toEqual(['users', 'users', 'categories', 'addresses', 'boxes', 'batches', 'status', 'documentData'])
  expect(['users', 'categories', 'addresses', 'boxes', 'batches', 'courses', 'statuses', 'status', 'news', 'classes'].map(singular))
    .toEqual(['user', 'category', 'address', 'box', 'batch', 'course', 'status', 'status', 'row', 'row'])
  expect([camel('maker_id'), kebab('sendMail'), kebab('page_views')]).toEqual(['makerId', 'send-mail', 'page-views'])
  const source = sourceOf('a.ts', 'import { a } from \'a\'\nfunction one() { const b = c }\nfunction two() { const d = 1 }\n')
  const at = source.facts.nodes.findIndex(node => node.kind === 'declare')
  const taken = takenNames(source, at)
  expect(['a', 'b', 'c', 'd', 'one'].filter(name => taken.has(name))).toEqual(['a', 'b', 'c', 'one'])
  expect([fresh(taken, 'b', 'e'), fresh(taken, 'b', 'e'), fresh(taken, 'class', 'f')]).toEqual(['e', 'b2', 'f'])
})

test('the hand of a file', () => {
  expect(styleOf(sourceOf('a.ts', 'const a = "x";\r\nif (a) {\r\n\tb({a});\r\n}\r\nc(x => x);\r\n'))).toEqual({
    indent: '\t', quote: '"', semicolon: ';', newline: '\r\n', trailingComma: ',', brace: '', arrowParentheses: false, width: 80,
  })
  expect(styleOf(sourceOf('a.ts', 'const a = {\n    b: 1\n}\n'))).toMatchObject({ indent: '    ', semicolon: '', trailingComma: '', quote: '\'' })
  expect(styleOf(sourceOf('a.tsx', 'render(\n\t<A b="c">\n\t\t<D />\n\t</A>\n)\n'))).toMatchObject({ indent: '\t', quote: '\'' })
})

test('lines move, but not those of a template', () => {
  const source = sourceOf('a.ts', '{\n    f({\n      a: `\n      b`,\n    })\n}\n')
  const call = source.facts.nodes.findIndex(node => node.kind === 'call')
  expect(moved(source, call, [], '  ')).toBe('f({\n    a: `\n      b`,\n  })')
  expect(rewrite(source, 0, 1, [])).toBe('{')
  expect(insertBefore(source, source.node(call).parent, ['g()', 'h()']).text).toBe('g()\n    h()\n    ')
})

test('a statement takes its line with it, and one of two blank lines', () => {
  const without = (text: string, part: string) => {
    const start = text.indexOf(part)
    return applyEdits(text, [removeLines(text, start, start + part.length)])
  }
  expect(without('a()\n\n  b()\n\nc()\n', 'b()')).toBe('a()\n\nc()\n')
  expect(without('{\n  b()\n\n  c()\n}\n', 'b()')).toBe('{\n  c()\n}\n')
  expect(without('a(); b(); c()\n', 'b();')).toBe('a();  c()\n')
  expect(without('a()\r\nb()\r\nc()\r\n', 'b()')).toBe('a()\r\nc()\r\n')
})

test('comments are kept, or there is no fix', () => {
  const source = sourceOf('a.tsx', 'f(/* a */ 1) // b\nconst c = <p>// text</p>\n')
  expect(keepsComments(source, [{ start: 2, end: 11, text: '/* a */ 2' }])).toBe(true)
  expect(keepsComments(source, [{ start: 2, end: 11, text: '2' }])).toBe(false)
  expect(keepsComments(source, [{ start: 2, end: 4, text: '/* a */' }])).toBe(false)
  expect(inFile(source, [{ start: 18, end: source.text.length, text: '' }])).toHaveLength(1)
  expect(inFile(source, [{ start: 2, end: 11, text: '2' }])).toBeUndefined()
  expect(inFile(source, [{ start: 0, end: 2, text: 'g(' }, { start: 1, end: 3, text: '' }])).toBeUndefined()
  expect(inFile(source, [{ start: 0, end: 1, text: 'f' }])).toBeUndefined()
})

test('a fix says what is left open', () => {
  const given = { recipe: 'x', title: 'Do it', edits: () => undefined }
  expect(offer({ ...given, doubts: [] })).toMatchObject({ title: 'Do it', trust: 'safe' })
  expect(offer({ ...given, doubts: ['it holds', 'it holds'] })).toMatchObject({ title: 'Do it, if it holds (review)', trust: 'review' })
  expect(offer({ ...given, doubts: ['', 'it holds', 'that too'] }).title).toBe('Do it, if it holds … (review)')
  expect(offer({ ...given, doubts: [''] }).title).toBe('Do it (review)')
})

test('SQL', () => {
  expect([isRead('select 1'), isRead('select 1 union select 2'), isRead('delete from a'), isRead('nonsense ('), isRead('select 1; select 2')]).toEqual([true, true, false, undefined, undefined])
  const keyed = (sql: string, ...numbers: number[]) => keyedSelect(sql, { numbers, form: 'any', dialect: 'postgresql', takes: 'rows', isUnseen: false })
  expect(keyed('SELECT "authorId", title FROM posts WHERE "authorId" = $2 AND x = $1', 2)).toMatchObject({ table: 'posts', keys: [{ column: 'authorId', property: 'authorId', hidden: false }] })
  expect(keyed('select * from posts where a = $1 and b = $1', 1)).toBeUndefined()
})
