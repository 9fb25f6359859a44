import { describe, expect, it } from 'vitest'
import { expectResolved, read } from './read-kit.ts'

describe('names', () => {
  it.each([
    ['blocks', 'const /*1*/a = 1; { const /*2*/a = 2; f(/*2*/a) } f(/*1*/a)'],
    ['a use before its declaration', 'const f = () => /*1*/later; function g() { return /*1*/later } const /*1*/later = 1'],
    ['an inner later declaration, not the outer one', 'const /*1*/a = 1; function f() { use(/*2*/a); const /*2*/a = 2 }'],
    ['functions before their text', '/*1*/f(); function /*1*/f() {}'],
    ['functions in blocks', '{ function /*1*/f() {} /*1*/f() } /*0*/f()'],
    ['var out of blocks', 'function g() { if (x) { var /*1*/a = 1 } return /*1*/a } /*0*/a'],
    ['var out of loops and catches', 'for (var /*1*/i = 0;;) {} try {} catch { var /*2*/e = 1 } /*1*/i; /*2*/e'],
    ['let of loops', 'for (let /*1*/i = 0; /*1*/i < 1; /*1*/i++) f(/*1*/i); /*0*/i'],
    ['for-of heads', 'const /*1*/x = []; for (const /*2*/y of /*1*/x) f(/*2*/y); /*0*/y'],
    ['for-in heads', 'for (const /*1*/key in o) { f(/*1*/key) }'],
    ['parameters and their defaults', 'const /*1*/a = 1; (/*2*/b = /*1*/a, { c: /*3*/c = /*2*/b }) => /*3*/c'],
    ['catch', 'try {} catch (/*1*/e) { f(/*1*/e) } /*0*/e'],
    ['catch patterns', 'try {} catch ({ /*1*/message }) { f(/*1*/message) }'],
    ['switch', 'switch (x) { case 1: let /*1*/a = 1; default: f(/*1*/a) } /*0*/a'],
    ['function expression names', 'const f = function /*1*/g() { return /*1*/g }; /*0*/g'],
    ['a parameter above the function expression name', 'const f = function g(/*1*/g) { return /*1*/g }'],
    ['class expression names', 'const C = class /*1*/D { m() { return /*1*/D } }; /*0*/D'],
    ['imports', 'import /*1*/a, { b as /*2*/c } from "x"; import * as /*3*/d from "y"; /*1*/a; /*2*/c; /*3*/d; /*0*/b'],
    ['enums', 'enum /*1*/E { A } f(/*1*/E.A); let x: /*1*/E'],
    ['namespaces', 'namespace /*1*/N { export const /*2*/a = 1; f(/*2*/a) } /*1*/N.a; /*0*/a; let x: /*1*/N.T'],
    ['types', 'type /*1*/T = 1; interface /*2*/I { a: /*1*/T } let x: /*2*/I; class /*3*/C {} let y: /*3*/C; new /*3*/C()'],
    ['values and types of the same name', 'const /*1*/A = 1; type /*2*/A = 1; let x: /*2*/A = /*1*/A'],
    ['types are no values', 'type T = 1; interface I {} f(/*0*/T, /*0*/I)'],
    ['values are no types', 'const a = 1; let x: /*0*/a'],
    ['type parameters', 'type /*1*/T = 1; function f</*2*/T>(x: /*2*/T): /*2*/T { let y: /*2*/T; return y } let z: /*1*/T'],
    ['type parameters of classes and function types', 'class C</*1*/T> { a: /*1*/T } let f: </*2*/U>(x: /*2*/U) => /*2*/U'],
    ['type parameters of aliases and interfaces', 'type A</*1*/T> = { a: /*1*/T }; interface B</*2*/T> { b: /*2*/T }'],
    ['typeof in types looks among values', 'const /*1*/db = 1; type db = 2; let x: typeof /*1*/db'],
    ['shorthand properties', 'const /*1*/a = 1; f({ /*1*/a })'],
    ['property names are no uses', 'const a = 1; f({ b: 1 }).a'],
    ['imports used as types', 'import { /*1*/Prisma } from "x"; let x: /*1*/Prisma.Client'],
    ['merged classes and functions', 'class /*1*/A {} namespace A { export type T = 1 } new /*1*/A(); let x: /*1*/A.T'],
    ['globals', '/*0*/fetch(/*0*/process.env)'],
    ['static blocks', 'class C { static { var /*1*/a = 1; f(/*1*/a) } } /*0*/a'],
    ['decorators outside the class', 'const /*1*/a = 1; @f(/*1*/a) class C { @g(/*1*/a) m() {} }'],
  ])('%s', (_, code) => {
    expectResolved(code)
  })

  it('resolves JSX tags', () => {
    expectResolved('const /*1*/Row = 1; const x = </*1*/Row></Row>', 'tsx')
    expectResolved('import * as /*1*/ui from "x"; const x = </*1*/ui.Row />', 'tsx')
  })

  it('know the function that holds them', () => {
    const { binding, nodes } = read('const a = 1; function f(b) { const c = () => { if (x) { let d; var e } } }')
    const holder = (name: string) => {
      const node = nodes[binding(name).function]!
      return node.kind === 'function' ? node.name : node.kind
    }
    expect(['a', 'f', 'b', 'c', 'd', 'e'].map(holder)).toEqual(['module', 'module', 'f', 'f', 'c', 'c'])
  })
})

describe('bindings', () => {
  it('keep the way from the value through a pattern', () => {
    const { bindings, text } = read('const { data: [first = f(), , ...rest], "x-y": z, [key]: k, 0: zero, ...others } = load()')
    expect(bindings.map(({ name, path, fallback }) => [name, path, text(fallback)])).toEqual([
      ['first', ['data', 0], 'f()'], ['rest', ['data', '...'], ''], ['z', ['x-y'], ''], ['k', ['[]'], ''], ['zero', ['0'], ''],
      ['others', ['...'], ''],
    ])
    expect(new Set(bindings.map(({ value }) => text(value)))).toEqual(new Set(['load()']))
  })

  it('know what else gives them a value', () => {
    const { binding, node, text } = read(`
      let a = 1, b, c, d, e, f, g
      a = 2
      a += 3; a++
      ;({ b, x: c, y: [d = 5], ...e } = load())
      for (f of list) {}
      () => { g = 1 }
      const h = 1`)
    const writes = (name: string) => binding(name).assignments.map(text)
    expect(writes('a')).toEqual(['a = 2', 'a += 3', 'a++'])
    expect(writes('b')).toEqual(['{ b, x: c, y: [d = 5], ...e } = load()'])
    expect(writes('c')).toEqual(writes('b'))
    expect(writes('d')).toEqual(expect.arrayContaining(['d = 5', ...writes('b')]))
    expect(writes('e')).toEqual(writes('b'))
    expect(binding('f').assignments.map(id => node(id).kind)).toEqual(['for-of'])
    expect(writes('g')).toEqual(['g = 1'])
    expect(writes('h')).toEqual([])
  })

  it('count a repeated var as an assignment', () => {
    const { bindings, binding, text } = read('var a = 1; var a = 2; function f(b) { var b = b || 3 }')
    expect(bindings.map(({ name }) => name).sort()).toEqual(['a', 'b', 'f'])
    expect(text(binding('a').value)).toBe('1')
    expect(binding('a').assignments.map(text)).toEqual(['a = 2'])
    expect(binding('b')).toMatchObject({ kind: 'parameter' })
    expect(binding('b').assignments.map(text)).toEqual(['b = b || 3'])
  })

  it('of overloads hold the one with a body', () => {
    const { bindings, node, binding } = read('function f(a: string): void\nfunction f(a: any) { run() }')
    expect(bindings.filter(({ name }) => name === 'f')).toHaveLength(1)
    expect(node(binding('f').value)).toMatchObject({ kind: 'function', body: expect.any(Number) })
    expect((node(binding('f').value) as { body: number }).body).not.toBe(-1)
  })
})
