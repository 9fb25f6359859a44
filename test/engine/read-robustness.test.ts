import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Language } from '../../server/engine/facts.ts'
import { FactsReader, readFacts } from '../../server/engine/reader/read-facts.ts'
import { problemsOf, read } from './read-kit.ts'

const samples: [Language, string][] = [
  ['ts', `'use server'
import { prisma as db, type Prisma } from './db'
import axios = require('axios')
/** Documented. */
@Injectable()
export class Users<T extends Row = Row> extends Base<T> implements OnInit {
  private readonly cache = new Map<string, T>()
  constructor(private readonly db: PrismaService, @Inject('x') mail?: Mail) { super(db) }
  @Get(':id') async find({ id, ...rest }: Params, [a = 1, b] = [2, 3]): Promise<T[] | undefined> {
    // crowdproof-ignore-next-line n-plus-one -- few
    for (const [key, { value = 1 }] of Object.entries(rest)) await this.db.user.findMany({ where: { id: key, value }, ...a })
    try { label: while (b--) { if (b > 1) continue label; else break } } catch ({ message }) { throw message } finally { done() }
    return (await axios.get<T[]>(\`/x/\${id}/\${a + b}\`, { timeout: 1_000 }))!.data as T[]
  }
  static { this.ready = true }
}
export default async function* run(this: void, x: keyof Row['a'], ...y: readonly string[]) { yield* y; yield x }
type Row = { id: string; next?: Row } & { [key in 'a']: typeof db }
interface Row2 extends Row { (call: number): void; method<T>(x: T): x is T }
enum Color { Red = 1, Green = Red << 2 }
declare namespace A.B { export const c: unique symbol }
export { Users as default2, db }; export * as all from './all'
switch (x) { case 1: var y = 1; default: ({ x: [y] } = z) }
const { data: { items: [first] = [] } = {} } = await load(), re = /a\\/b/g, f = function g() { return g }
abstract class C { abstract a(): void; get b() { return 1 } set b(v) {} [Symbol.iterator]() {} #p = 1 }
`],
  ['tsx', `'use client'
import React from 'react'
const Page = async ({ rows, children }: Props) => <ul className="x" {...rest} key={\`a\${1}\`}>
  {/* crowdproof-ignore-next-line n-plus-one */}
  {rows.map(row => <Row.Item<T> key={row.id} on={() => go(row)}>{row.name} text &amp; <b>more</b></Row.Item>)}
  {cond ? <><Icon /></> : null}
  {...children}
</ul>
export default Page
`],
  ['js', `#!/usr/bin/env node
const express = require('express'), { a, b: c } = require('./x')
var app = express()
app.get('/', async function (req, res) { for (var i in req.query) { i = await a(i) } res.json({ i, [c]: 1, get x() { return 1 } }) })
module.exports = { app, start() { return app.listen(3000) } }
exports.other = async () => { delete app.x, void 0; with (app) { x } }
`],
]

const tokens = [
  '(', ')', '{', '}', '[', ']', '<', '>', '=>', ';', ',', '.', '?.', '...', '=', '+', '`', '${', '"', '\'', '/', '/*', '*/', '//', '@', '#',
  ' async ', ' await ', ' function ', ' class ', ' const ', ' export ', ' import ', ' type ', ' of ', ' as ', ' extends ', ' x ', '1', '\n', '\r\n',
  '\0', '\uD800', '\uFEFF', '\u2028', '</', '/>', '<<<<<<<', ' return ', ' yield ', ' enum ', ' namespace ', ' declare ', ':', '?', '!', '|',
]

type Mutation = { how: 'cut' | 'drop' | 'double' | 'swap' | 'insert'; at: number; length: number; token: string }
const mutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('cut', 'drop', 'double', 'swap', 'insert'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 12 }),
  token: fc.constantFrom(...tokens),
})

/** What a slip of the hand does to a text, in words and signs rather than characters. */
function mutate(text: string, { how, at, length, token }: Mutation): string {
  const words = text.match(/\w+|\s+|[^\w\s]/gu) ?? []
  const place = Math.floor(at * words.length)
  if (how === 'cut') words.length = place
  else if (how === 'drop') words.splice(place, length)
  else if (how === 'double') words.splice(place, 0, ...words.slice(place, place + length))
  else if (how === 'insert') words.splice(place, 0, token)
  else if (place + 1 < words.length) [words[place], words[place + 1]] = [words[place + 1]!, words[place]!]
  return words.join('')
}

const mutatedSample = fc.tuple(fc.constantFrom(...samples), fc.array(mutation, { minLength: 1, maxLength: 6 }))

describe('readFacts', () => {
  it.each(samples)('understands its sample (%s)', (language, text) => {
    expect(read(text, language).syntaxErrors).toEqual([])
  })

  it('keeps its promises for any mutation of a text', () => {
    fc.assert(fc.property(mutatedSample, ([[language, text], mutations]) => {
      const mutated = mutations.reduce(mutate, text)
      expect(problemsOf(readFacts(mutated, language), mutated)).toEqual([])
    }), { numRuns: 400 })
  })

  it('keeps its promises for any text at all', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map(parts => parts.join('')))
    fc.assert(fc.property(text, fc.constantFrom<Language>('ts', 'tsx', 'js', 'jsx'), (text, language) => {
      expect(problemsOf(readFacts(text, language), text)).toEqual([])
    }), { numRuns: 400 })
  })

  it.each([
    ['nothing', ''], ['a NUL', '\0'], ['a lone surrogate', 'a = "\uD800"; \uDC00'], ['a byte order mark', '\uFEFF'],
    ['carriage returns', 'a()\r\nb()\r'], ['a shebang only', '#!x'], ['a conflict', '<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n'],
    ['half a member', 'async function f() { await prisma.'], ['half a call', 'prisma.user.findMany({ where: { id: '],
    ['half a template', 'const a = `x ${b'], ['half an import', 'import { a, '], ['half a decorator', 'class A { @'],
  ])('survives %s', (_, text) => {
    for (const language of ['ts', 'tsx', 'js', 'jsx'] as const) expect(problemsOf(readFacts(text, language), text)).toEqual([])
  })

  it('reads sums of thousands of terms', () => {
    const { all, first, text } = read(`const sum = ${Array.from({ length: 5_000 }, (_, i) => `a${i}`).join(' + ')}`)
    expect(all('binary')).toHaveLength(4_999)
    expect(text(first('binary').right)).toBe('a4999')
  })

  it.each([
    ['calls', (depth: number) => 'f('.repeat(depth) + ')'.repeat(depth)],
    ['arrays', (depth: number) => '['.repeat(depth) + ']'.repeat(depth)],
    ['blocks', (depth: number) => '{'.repeat(depth) + '}'.repeat(depth)],
    ['chains', (depth: number) => 'a' + '.then(b)'.repeat(depth)],
    ['types', (depth: number) => `let x: ${'A<'.repeat(depth)}B${'>'.repeat(depth)}`],
  ])('never overflows with deeply nested %s', (_, nested) => {
    for (const depth of [3_000, 40_000]) {
      const code = `${nested(depth)}\nafter()`
      const facts = readFacts(code, 'ts')
      expect(problemsOf(facts, code)).toEqual([])
      const isWhole = facts.nodes.some(node => node.kind === 'name' && node.name === 'after')
      if (!isWhole) expect(facts.syntaxErrors.at(-1)!.message).toContain('nested too deeply')
    }
  }, 30_000)

  it('keeps what stands around a statement that is too deep', () => {
    const code = `const before = 1\nexport const deep = a${'.then(b)'.repeat(30_000)}\nbefore(); deep()\nexport const after = 2`
    const { syntaxErrors, exports, binding, all } = read(code)
    if (!syntaxErrors.length) return
    expect(syntaxErrors).toEqual([{ message: expect.stringContaining('nested too deeply'), start: code.indexOf('export') }])
    expect(exports.map(({ name }) => name)).toEqual(['after'])
    expect(binding('before')).toBeDefined()
    expect(all('name').map(({ name, binding }) => [name, binding === -1])).toEqual([['before', false], ['deep', true]])
  })
})

describe('FactsReader', () => {
  it('gives the same facts after edits as a fresh reading', () => {
    fc.assert(fc.property(mutatedSample, ([[language, text], mutations]) => {
      const reader = new FactsReader(text, language)
      let current = text
      for (const step of mutations) {
        current = mutate(current, step)
        expect(reader.update(current)).toEqual(readFacts(current, language))
      }
      expect(reader.update(text)).toEqual(readFacts(text, language))
    }), { numRuns: 200 })
  })

  it('takes edits by their span', () => {
    const reader = new FactsReader('const a = load()\nconst b = 2\n', 'ts')
    expect(reader.facts).toEqual(readFacts('const a = load()\nconst b = 2\n', 'ts'))
    expect(reader.edit(10, 6, 'await save(1)')).toEqual(readFacts('const a = await save(1)\nconst b = 2\n', 'ts'))
    expect(reader.edit(0, 0, '')).toEqual(reader.facts)
    expect(reader.edit(1_000, 5, 'x()')).toEqual(readFacts('const a = await save(1)\nconst b = 2\nx()', 'ts'))
  })

  it('equals a fresh reading at every keystroke', () => {
    const reader = new FactsReader('', 'tsx')
    const text = samples[1]![1]
    for (let length = 1; length <= text.length; length++) {
      const typed = text.slice(0, length)
      expect(reader.update(typed)).toEqual(readFacts(typed, 'tsx'))
    }
  })

  it('comes back from text that is nested too deeply', () => {
    const reader = new FactsReader('f('.repeat(40_000), 'ts')
    expect(reader.update('f(1)')).toEqual(readFacts('f(1)', 'ts'))
    reader.update('f('.repeat(40_000))
    expect(reader.update('f(2)')).toEqual(readFacts('f(2)', 'ts'))
  })
})
