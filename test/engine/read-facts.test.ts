import { describe, expect, it } from 'vitest'
import { languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import { read } from './read-kit.ts'

describe('languageOf', () => {
  it.each([
    ['a.ts', 'ts'], ['a.mts', 'ts'], ['a.cts', 'ts'], ['a.tsx', 'tsx'], ['a.js', 'js'], ['a.mjs', 'js'], ['a.cjs', 'js'],
    ['a.jsx', 'jsx'], ['src/d.ts', 'ts'], ['A.TS', 'ts'], ['a.d.ts', 'ts'], ['a.d.mts', 'ts'],
    ['a.d.json.ts', undefined], ['a.json', undefined], ['ts', undefined], ['a.vue', undefined],
  ])('%s is %s', (path, language) => {
    expect(languageOf(path)).toBe(language)
  })
})

describe('expressions', () => {
  it('reads calls with their receiver, arguments and types', () => {
    const { first, node, text } = read('await prisma.user.findMany<Row>({ where: { id } }, ...rest)')
    const call = first('call')
    expect(text(call.callee)).toBe('prisma.user.findMany')
    expect(call.arguments.map(id => node(id).kind)).toEqual(['object', 'spread'])
    expect(text(call.types![0])).toBe('Row')
    expect(node(call.parent).kind).toBe('await')
    expect(first('member')).toMatchObject({ name: 'findMany', nameStart: 18 })
  })

  it('marks optional steps where they stand', () => {
    const { all, first } = read('a?.b.c?.[0]?.(1)')
    expect(first('call').optional).toBe(true)
    expect(first('index').optional).toBe(true)
    expect(all('member').map(({ name, optional }) => [name, optional])).toEqual([['c', undefined], ['b', true]])
  })

  it('looks through parentheses and keeps casts', () => {
    const { all, first, node, text } = read('((a as B))!.c; (<D>e).f; (g satisfies H)')
    expect(all('cast').map(({ how, value, type }) => [how, text(value), text(type)])).toEqual([
      ['non-null', 'a as B', ''], ['as', 'a', 'B'], ['as', 'e', 'D'], ['satisfies', 'g', 'H'],
    ])
    expect(node(first('member').object).kind).toBe('cast')
  })

  it('reads literals', () => {
    const { all, text, node } = read('[1, 0x10, "a", `b`, `c${d}e`, true, null, /x/g, 5n, , sql<T>`f${g}h`, 1_000.5]')
    const [array] = all('array')
    expect(array!.elements.map(id => {
      const element = node(id)
      if (element.kind === 'template' || element.kind === 'tagged') return [element.texts, element.values.map(text)]
      return 'value' in element ? element.value : element.kind
    })).toEqual([
      1, 16, 'a', 'b', [['c', 'e'], ['d']], true, null, 'regular-expression', 'bigint', 'other', [['f', 'h'], ['g']], 1000.5,
    ])
  })

  it('keeps the beginning of very long texts only', () => {
    const { first } = read(`a("${'x'.repeat(10_000)}")`)
    expect(first('text')).toMatchObject({ start: 2, end: 10_004 })
    expect(first('text').value).toHaveLength(4096)
    expect(read(`a(\`${'x'.repeat(5_000)}\${1}\`)`).first('template').texts.map(({ length }) => length)).toEqual([4096, 0])
  })

  it('reads operators, assignments and jumps of values', () => {
    const { all, text } = read('a = b ?? c && !d; e.f += typeof g; h++; i ? j : k; (l, m); async () => { yield await n }')
    expect(all('assign').map(({ operator, target }) => [operator, text(target)])).toEqual([['=', 'a'], ['+=', 'e.f']])
    expect(all('binary').map(({ operator, left, right }) => [operator, text(left), text(right)])).toEqual([
      ['??', 'b', 'c && !d'], ['&&', 'c', '!d'], [',', 'l', 'm'],
    ])
    expect(all('unary').map(({ operator, value }) => [operator, text(value)])).toEqual([['!', 'd'], ['typeof', 'g'], ['++', 'h']])
    expect(all('conditional').map(({ test, then, otherwise }) => [test, then, otherwise].map(text))).toEqual([['i', 'j', 'k']])
  })

  it('gives each operand of a long chain its own span', () => {
    const { all, text } = read('x = (a + b) + c - d')
    expect(all('binary').map(({ left, right }) => [text(left), text(right)])).toEqual([
      ['(a + b) + c', 'd'], ['a + b', 'c'], ['a', 'b'],
    ].map(([left, right]) => [left, right]))
  })

  it('reads the properties of an object', () => {
    const { first, node, text } = read('({ a: 1, "b-c": 2, 3: 4, [d]: 5, ["e"]: 6, f, ...g, async h() {}, get i() { return 1 }, set i(v) {} })')
    expect(first('object').properties.map(({ key, computed, value, spread, shorthand, method }) =>
      [key ?? text(computed), node(value).kind, spread ? 'spread' : shorthand ? 'shorthand' : method])).toEqual([
      ['a', 'number', undefined], ['b-c', 'number', undefined], ['3', 'number', undefined], ['d', 'number', undefined],
      ['e', 'number', undefined], ['f', 'name', 'shorthand'], ['', 'name', 'spread'], ['h', 'function', 'method'],
      ['i', 'function', 'get'], ['i', 'function', 'set'],
    ])
  })

  it('knows dynamic imports and what is no import', () => {
    const { all, first } = read('const a = await import("./x"); import(b); import.meta.env; new.target')
    expect(all('dynamic-import').map(({ from }) => from)).toEqual(['./x', undefined])
    expect(all('name').map(({ name }) => name)).toEqual(expect.arrayContaining(['import.meta', 'new.target']))
    expect(first('dynamic-import').argument).toBeGreaterThan(0)
  })
})

describe('functions and classes', () => {
  it('names a function after the place it is given to', () => {
    const { all } = read(`
      const load = async () => 1, cast = (() => 1) as F
      class A { field = () => 1; method() {} static make() {} #secret() {} }
      const object = { property: function () {}, own: function named() {} }
      this.handler = () => {}
      const { fallback = () => 1 } = x
      run(() => 1)
      export default () => 1`)
    expect(all('function').map(({ name }) => name)).toEqual([
      'load', 'cast', 'field', 'method', 'make', '#secret', 'property', 'named', 'handler', 'fallback', '', '',
    ])
  })

  it('says how a function is written', () => {
    const { all } = read('async function* a() {} const b = async () => {}; class C { constructor() {} get d() { return 1 } static async e() {} }')
    expect(all('function').map(({ name, how, async, generator, static: isStatic }) => [name, how, async, generator, isStatic ?? false])).toEqual([
      ['a', 'declaration', true, true, false], ['b', 'arrow', true, false, false], ['constructor', 'constructor', false, false, false],
      ['d', 'get', false, false, false], ['e', 'method', true, false, true],
    ])
  })

  it('tells where the name stands', () => {
    const code = 'export async function load() {}\nconst save = () => {}\nrun(() => {})'
    const { all } = read(code)
    expect(all('function').map(({ nameStart, nameEnd }) => code.slice(nameStart, nameEnd))).toEqual(['load', 'save', ''])
  })

  it('reads parameters with types, defaults and patterns', () => {
    const { first, node, binding, text, bindings } = read(
      'function f(this: X, a: A, b = 1, c?: C, { d: { e = 2 }, ...f }: D = {}, [g, , h], ...i) {}')
    const parameters = first('function').parameters.map(id => node(id))
    expect(parameters).toMatchObject([
      { binding: 0 }, { binding: 1 }, { binding: 2, optional: true }, { binding: -1 }, { binding: -1 }, { rest: true },
    ])
    expect(bindings.slice(0, 8).map(({ name, path }) => [name, ...path])).toEqual([
      ['a'], ['b'], ['c'], ['e', 'd', 'e'], ['f', '...'], ['g', 0], ['h', 2], ['i'],
    ])
    expect(text(binding('a').type)).toBe('A')
    expect(text(binding('b').fallback)).toBe('1')
    expect(text(binding('e').fallback)).toBe('2')
    expect(text(binding('e').type)).toBe('D')
    expect(text(binding('e').value)).toContain('{ d:')
  })

  it('reads a class with heritage, members, decorators and parameter properties', () => {
    const code = `
      @Injectable({ scope: 1 })
      export class Users extends Base<User> implements OnInit, ns.Other<A> {
        @InjectRepository(User) private readonly repository: Repository<User>
        static count = 0;
        ['computed'] = 1
        constructor(private readonly prisma: PrismaService, @Inject(TOKEN) protected mail?: Mail, plain: string) { super() }
        @Get() async list(@Query() query: Q) { return this.prisma }
        static { setUp() }
      }`
    const { first, node, text } = read(code)
    const users = first('class')
    expect(users).toMatchObject({ name: 'Users' })
    expect(text(users.decorators![0]!.value)).toBe('Injectable({ scope: 1 })')
    expect(text(users.extends)).toBe('Base')
    expect(users.extendsTypes!.map(text)).toEqual(['User'])
    expect(users.implements.map(text)).toEqual(['OnInit', 'ns.Other<A>'])
    expect(users.members.map(({ name, kind, static: isStatic, value, type }) =>
      [name, kind, isStatic, node(value)?.kind, text(type)])).toEqual([
      ['repository', 'field', false, undefined, 'Repository<User>'],
      ['count', 'field', true, 'number', ''],
      ['computed', 'field', false, 'number', ''],
      ['constructor', 'constructor', false, 'function', ''],
      ['prisma', 'field', false, 'parameter', 'PrismaService'],
      ['mail', 'field', false, 'parameter', 'Mail'],
      ['list', 'method', false, 'function', ''],
      ['', 'field', true, 'block', ''],
    ])
    expect(users.members[0]!.decorators!.map(({ value }) => text(value))).toEqual(['InjectRepository(User)'])
    expect(users.members[5]!.decorators!.map(({ value }) => text(value))).toEqual(['Inject(TOKEN)'])
    expect(users.members[6]!.decorators!.map(({ value }) => text(value))).toEqual(['Get()'])
  })

  it('keeps bodies away from what has none', () => {
    const { all } = read('function a(x: string): void; function a(x: any) {} abstract class B { abstract c(): void }')
    expect(all('function').map(({ body }) => body === -1)).toEqual([true, false, true])
  })

  it('finds the directives of files and functions', () => {
    const { directives, first } = read(`'use client'\n"use strict"\nasync function f() { 'use server'; return 1 }\n'not one'`)
    expect(directives).toEqual(['use client', 'use strict'])
    expect(first('function').directives).toEqual(['use server'])
  })
})

describe('statements', () => {
  it('reads every kind of control flow', () => {
    const { node, nodes, text, first } = read(`
      for (let i = 0, n = xs.length; i < n; i++) step(i)
      for await (const [key, { value }] of entries) use(key)
      for (item of items) use(item)
      for (const key in object) { continue }
      while (a) { break }
      do b(); while (c)
      switch (d) { case 1: e(); break; default: f() }
      try { g() } catch (error) { h(error) } finally { i() }
      outer: if (j) throw k; else { debugger }
      with (l) { m }`, 'js')
    expect((nodes[0] as { body: number[] }).body.map(id => node(id).kind)).toEqual([
      'for', 'for-of', 'for-of', 'for-in', 'while', 'do', 'switch', 'try', 'if', 'other',
    ])
    const loop = first('for')
    expect(loop.init.map(text)).toEqual(['i = 0', 'n = xs.length'])
    expect([loop.test, loop.update, loop.body].map(text)).toEqual(['i < n', 'i++', 'step(i)'])
    const choice = first('switch')
    expect(choice.cases.map(({ test, body }) => [text(test), body.map(text)])).toEqual([['1', ['e();', 'break;']], ['', ['f()']]])
    const attempt = first('try')
    expect([attempt.block, attempt.catch, attempt.finally].map(text)).toEqual(['{ g() }', '{ h(error) }', '{ i() }'])
    expect(attempt.catchBinding).not.toBe(-1)
  })

  it('reads the heads of for-of loops', () => {
    const code = 'for await (const [key, { value = 1 }] of entries) {}\nfor (item.name of items) {}'
    const { all, bindings, text } = read(code)
    const [declared, existing] = all('for-of')
    expect(declared).toMatchObject({ await: true, bindings: [0, 1] })
    expect(code.slice(declared!.targetStart, declared!.targetEnd)).toBe('[key, { value = 1 }]')
    expect(bindings.map(({ name, path, value, fallback }) => [name, path, text(value).slice(0, 9), text(fallback)])).toEqual([
      ['key', [0], 'for await', ''], ['value', [1, 'value'], 'for await', '1'],
    ])
    expect(existing!.bindings).toEqual([])
    expect(text(existing!.target)).toBe('item.name')
  })

  it('gives each declarator a node that knows its statement', () => {
    const code = 'export const a = 1, { b, c: [d = 2] }: T = load()'
    const { all, binding, text, bindings } = read(code)
    const [first, second] = all('declare')
    expect(first).toMatchObject({ how: 'const', pattern: false, exported: true, statementStart: 0, statementEnd: code.length })
    expect(second).toMatchObject({ pattern: true, statementStart: 0, statementEnd: code.length })
    expect(code.slice(second!.targetStart, second!.targetEnd)).toBe('{ b, c: [d = 2] }')
    expect(second!.bindings.map(id => bindings[id]!.name)).toEqual(['b', 'd'])
    expect(binding('d')).toMatchObject({ path: ['c', 0], kind: 'const' })
    expect([binding('d').value, binding('d').fallback, binding('d').type].map(text)).toEqual(['load()', '2', 'T'])
    expect(text(binding('a').value)).toBe('1')
  })

  it('knows var, let and using', () => {
    const { all } = read('var a; let b; using c = d(); async () => { await using e = f() }')
    expect(all('declare').map(({ how }) => how)).toEqual(['var', 'let', 'using', 'using'])
  })

  it('puts several variables under an if into a block', () => {
    const { first, node } = read('if (a) var b = 1, c = 2')
    expect(node(first('if').then)).toMatchObject({ kind: 'block', body: expect.objectContaining({ length: 2 }) })
  })
})

describe('the file itself', () => {
  it('counts lines as editors do', () => {
    expect(readFacts('a\nb\r\nc\rd\u2028e\n', 'ts').lineStarts).toEqual([0, 2, 5, 7, 11])
    expect(readFacts('', 'ts').lineStarts).toEqual([0])
  })

  it('sees a shebang, a byte order mark and syntax errors', () => {
    expect(read('#!/usr/bin/env node\nrun()')).toMatchObject({ shebang: true, syntaxErrors: [] })
    expect(read('\uFEFFrun()').first('call')).toMatchObject({ start: 1 })
    expect(read('const a = (').syntaxErrors).toEqual([{ message: expect.stringContaining('expected'), start: 11 }])
  })

  it('is plain data', () => {
    const { facts } = read('const a = b ? <T,>(c: T) => c : class D {}', 'tsx')
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts)
    expect(structuredClone(facts)).toEqual(facts)
  })
})
