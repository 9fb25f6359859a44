import { expect, test } from 'vitest'
import { applyEdits, commentsOf, verifyEdits } from '../../server/engine/verify-edits.ts'
import type { FileEdit } from '../../rules/kit/rule.ts'

const verify = (files: Record<string, string>, edits: FileEdit[]): string | undefined =>
  verifyEdits(edits, { textOf: (path) => files[path], exists: (path) => path in files })

/** Replaces the first occurrence of a stretch of text. */
const replace = (path: string, text: string, old: string, now: string): FileEdit => {
  const start = text.indexOf(old)
  return { path, edits: [{ start, end: start + old.length, text: now }] }
}

test('edits apply in any order, and not when they overlap or lie outside', () => {
  expect(applyEdits('abcdef', [{ start: 4, end: 5, text: 'E' }, { start: 0, end: 1, text: 'A' }])).toBe('AbcdEf')
  expect(applyEdits('abc', [{ start: 1, end: 1, text: 'x' }, { start: 1, end: 1, text: 'y' }])).toBe('axybc')
  expect(applyEdits('abc', [{ start: 0, end: 2, text: '' }, { start: 1, end: 3, text: '' }])).toBeUndefined()
  expect(applyEdits('abc', [{ start: 2, end: 4, text: '' }])).toBeUndefined()
})

test('all comments of a text and nothing else', () => {
  const text = '#!/usr/bin/env node\n// one\nconst a = `// no ${/* two */ b}` // three\nconst c = <p>// no {/* four */} https://no</p>\n'
    + 'const d = /\\/\\* no \\*\\//g\nf(/* five */)\nif (x) { // six\n}\n/** seven\n * lines */\n// eight'
  expect(commentsOf('a.tsx', text).map((comment) => comment.text)).toEqual([
    '// one', '/* two */', '// three', '/* four */', '/* five */', '// six', '/** seven * lines */', '// eight',
  ])
})

test('a good change passes', () => {
  const text = 'const a = 1 // why\n'
  expect(verify({ 'a.ts': text }, [replace('a.ts', text, '1', 'await f()')])).toBeUndefined()
})

test('a change that breaks the syntax is refused, one in a half-typed file is not', () => {
  const text = 'const a = 1\n'
  expect(verify({ 'a.ts': text }, [replace('a.ts', text, '1', '(')])).toMatch(/break the syntax of a\.ts/)
  const broken = 'const a = 1\nconst b = (\n'
  expect(verify({ 'a.ts': broken }, [replace('a.ts', broken, '1', '2')])).toBeUndefined()
})

test('a lost comment is named', () => {
  const text = 'const a = 1 /* keep me */ + 2\n'
  expect(verify({ 'a.ts': text }, [replace('a.ts', text, '1 /* keep me */ + 2', '3')])).toBe('The change would lose a comment: /* keep me */')
  expect(verify({ 'a.ts': text }, [replace('a.ts', text, '1 /* keep me */ + 2', '/* keep me */ 3')])).toBeUndefined()
})

test('an equal comment elsewhere does not stand for the lost one', () => {
  const text = '// TODO\na()\n// TODO\nb()\n'
  expect(verify({ 'a.ts': text }, [{ path: 'a.ts', edits: [{ start: 0, end: 12, text: '' }] }])).toMatch(/lose a comment/)
})

test('a comment may move to another file of the same change', () => {
  const text = 'a()\n// why\nb()\n'
  const moved: FileEdit[] = [replace('a.ts', text, '// why\nb()\n', ''), { path: 'new.ts', create: '// why\nb()\n' }]
  expect(verify({ 'a.ts': text }, moved)).toBeUndefined()
})

test('our own ignore comments may go', () => {
  const text = '// crowdproof-ignore-next-line n-plus-one\na()\n'
  expect(verify({ 'a.ts': text }, [replace('a.ts', text, '// crowdproof-ignore-next-line n-plus-one\n', '')])).toBeUndefined()
})

test.each<[string, FileEdit[], RegExp]>([
  ['a file that is there already', [{ path: 'a.ts', create: 'x' }], /exists already/],
  ['a created file with broken syntax', [{ path: 'b.ts', create: 'const (' }], /break the syntax of b\.ts/],
  ['a file that is gone', [{ path: 'c.ts', edits: [{ start: 0, end: 0, text: 'x' }] }], /changed or cannot be read/],
  ['a place outside of the text', [{ path: 'a.ts', edits: [{ start: 90, end: 95, text: 'x' }] }], /no longer fits/],
  ['JSON that is none', [{ path: 'package.json', edits: [{ start: 0, end: 1, text: '' }] }], /no longer JSON/],
  ['no change at all', [{ path: 'a.ts', edits: [] }], /nothing to change/],
])('refused: %s', (_, edits, reason) => {
  expect(verify({ 'a.ts': 'const a = 1\n', 'package.json': '{"a": 1}' }, edits)).toMatch(reason)
})
