import { describe, expect, it } from 'vitest'
import type { Language } from '../../server/engine/facts.ts'
import { read } from './read-kit.ts'

function importsOf(code: string, language: Language = 'ts') {
  const { imports, bindings } = read(code, language)
  return imports.map(({ from, name, binding, typeOnly }) => [from, name, bindings[binding]?.name ?? '', ...typeOnly ? ['type'] : []])
}

function exportsOf(code: string, language: Language = 'ts') {
  const { exports, bindings, nodes } = read(code, language)
  return exports.map(({ name, binding, value, from, imported, typeOnly }) => [
    name, bindings[binding]?.name ?? '', nodes[value]?.kind ?? '', ...from === undefined ? [] : [from, imported], ...typeOnly ? ['type'] : [],
  ])
}

describe('imports', () => {
  it('reads every form', () => {
    expect(importsOf(`
      import a from 'm1'
      import b, { c, d as e, default as f } from 'm2'
      import * as g from 'm3'
      import 'm4'
      import {} from 'm5'
      import h = require('m6')`)).toEqual([
      ['m1', 'default', 'a'], ['m2', 'default', 'b'], ['m2', 'c', 'c'], ['m2', 'd', 'e'], ['m2', 'default', 'f'],
      ['m3', '*', 'g'], ['m4', '', ''], ['m5', '', ''], ['m6', '*', 'h'],
    ])
  })

  it('tells types from values', () => {
    expect(importsOf(`import type A from 'x'; import { type B, C } from 'x'; import type { D } from 'x'; import type * as E from 'x'`)).toEqual([
      ['x', 'default', 'A', 'type'], ['x', 'B', 'B', 'type'], ['x', 'C', 'C'], ['x', 'D', 'D', 'type'], ['x', '*', 'E', 'type'],
    ])
  })

  it('spans the statement and links the binding', () => {
    const code = `/* c */ import { a as b } from 'x';\nb()`
    const { imports, binding } = read(code)
    expect(code.slice(imports[0]!.start, imports[0]!.end)).toBe(`import { a as b } from 'x';`)
    expect(binding('b')).toMatchObject({ kind: 'import', import: 0, value: -1 })
  })

  it('reads require', () => {
    expect(importsOf(`
      const a = require('m1')
      const { b, c: d, ...e } = require('m2')
      const f = require('m3').g
      const { h: { i } } = require('m4')
      const j = require('m5')(1)
      app.use(require('m6'))
      require('m7')
      require(m8)`, 'js')).toEqual([
      ['m1', '*', 'a'], ['m2', 'b', 'b'], ['m2', 'c', 'd'], ['m3', 'g', 'f'], ['m4', '', ''], ['m5', '', ''], ['m6', '', ''],
      ['m7', '', ''],
    ])
    const { imports, binding, text } = read(`const a = require('m1')`)
    expect(imports[0]!.require).toBe(true)
    expect(text(binding('a').value)).toBe(`require('m1')`)
    expect(binding('a')).toMatchObject({ kind: 'const', import: 0 })
  })
})

describe('exports', () => {
  it('reads declarations', () => {
    expect(exportsOf(`
      export const a = 1, { b, c: [d] } = x
      export function e() {}
      export class F {}
      export enum G {}
      export namespace H {}
      export type I = 1
      export interface J {}
      export async function* k() {}
      export let l = () => 1`)).toEqual([
      ['a', 'a', ''], ['b', 'b', ''], ['d', 'd', ''], ['e', 'e', 'function'], ['F', 'F', 'class'], ['G', 'G', ''], ['H', 'H', ''],
      ['I', 'I', '', 'type'], ['J', 'J', '', 'type'], ['k', 'k', 'function'], ['l', 'l', ''],
    ])
  })

  it('counts overloads and merged interfaces once', () => {
    const { exports, nodes } = read('export function f(a: 1): 1; export function f(a: any) { return a }\nexport interface I {} export interface I {}')
    expect(exports.map(({ name }) => name)).toEqual(['f', 'I'])
    expect((nodes[exports[0]!.value] as { body: number }).body).not.toBe(-1)
  })

  it.each([
    ['export default async function () {}', [['default', '', 'function']]],
    ['export default function load() {}', [['default', 'load', 'function']]],
    ['export default class {}', [['default', '', 'class']]],
    ['export default class A {}', [['default', 'A', 'class']]],
    ['export default interface A {}', [['default', 'A', '', 'type']]],
    ['export default make()', [['default', '', 'call']]],
    ['const a = 1; export default a', [['default', 'a', 'name']]],
    ['export = make()', [['default', '', 'call']]],
  ])('%s', (code, expected) => {
    expect(exportsOf(code)).toEqual(expected)
  })

  it('reads lists, also before what they name', () => {
    expect(exportsOf(`export { a, f as b, C as default, T, type d, missing }; const a = 1, d = 2; function f() {} class C {} type T = 1`)).toEqual([
      ['a', 'a', ''], ['b', 'f', 'function'], ['default', 'C', 'class'], ['T', 'T', '', 'type'], ['d', 'd', '', 'type'], ['missing', '', ''],
    ])
  })

  it('reads re-exports', () => {
    expect(exportsOf(`
      export * from 'a'; export * as b from 'c'; export { d as e, default } from 'f'; export type { G } from 'h'; export type * from 'i'
      import { j } from 'k'; export { j }`)).toEqual([
      ['*', '', '', 'a', '*'], ['b', '', '', 'c', '*'], ['e', '', '', 'f', 'd'], ['default', '', '', 'f', 'default'],
      ['G', '', '', 'h', 'G', 'type'], ['*', '', '', 'i', '*', 'type'], ['j', 'j', ''],
    ])
  })

  it('leaves the exports of namespaces and ambient modules to them', () => {
    expect(exportsOf(`namespace N { export const a = 1 } declare module 'x' { export function b(): void }`)).toEqual([])
  })

  it('reads CommonJS', () => {
    expect(exportsOf(`
      module.exports = function () {}
      module.exports.a = x()
      exports.b = exports.c = () => 1
      const d = 1
      module.exports = { d, e: f() }`, 'js')).toEqual([
      ['default', '', 'function'], ['a', '', 'call'], ['c', '', 'function'], ['b', '', 'assign'],
      ['default', '', 'object'], ['d', 'd', 'name'], ['e', '', 'call'],
    ])
  })

  it('does not take a local `exports` or `module` for CommonJS', () => {
    expect(exportsOf('const exports = {}; exports.a = 1; function f(module) { module.exports = 2 } let module; module.exports = 3', 'js')).toEqual([])
  })
})
