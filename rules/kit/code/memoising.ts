/** Functions that can be wrapped so that what they give is remembered, and how they are wrapped. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { within } from './code.ts'
import { insert } from '../edits/edit.ts'
import { styleOf } from '../edits/style-of.ts'

export interface Loader { name: string; function: NodeOf<'function'>; declared: boolean }

const plainWords = new Set(['string', 'number', 'boolean', 'bigint', 'null', 'undefined'])

/** A loader of the module's own, whose arguments are told apart by their values. */
export function memoisable(source: Source, id: NodeId): Loader | undefined {
  const node = source.as(id, 'function')
  if (!node || !node.async || node.generator || node.typeParameters?.length || node.body < 0 || node.decorators) return undefined
  if (source.facts.directives.some((it) => it === 'use server' || it === 'use client') || node.directives.length > 0) return undefined
  if (/^[A-Z]/.test(node.name) || source.functionOf(id) !== 0) return undefined
  if (!node.parameters.every((parameter) => isPlain(source, parameter))) return undefined
  if ([...within(source, node.body)].some((at) => source.node(at).kind === 'this' || (source.as(at, 'name')?.binding === -1 && source.as(at, 'name')!.name === 'arguments'))) return undefined
  const binding = source.facts.bindings.findIndex((it) => it.value === id && it.function === 0 && it.path.length === 0)
  if (binding < 0 || source.facts.bindings[binding]!.assignments.length > 0) return undefined
  // A function can be called above its declaration, a constant cannot.
  if (source.usesOf(binding).some((use) => source.functionOf(use) === 0 && source.node(source.node(use).parent).kind !== 'module')) return undefined
  if (node.how === 'declaration') {
    const overloads = source.facts.nodes.filter((it) => it.kind === 'function' && it.name === node.name && it.how === 'declaration')
    const isDefault = source.text.slice(source.text.lastIndexOf('\n', node.start) + 1, node.nameStart).includes('default')
    return overloads.length === 1 && !isDefault ? { name: node.name, function: node, declared: true } : undefined
  }
  const declare = source.as(node.parent, 'declare')
  return declare?.how === 'const' && declare.type < 0 ? { name: source.facts.bindings[binding]!.name, function: node, declared: false } : undefined
}

function isPlain(source: Source, id: NodeId): boolean {
  const parameter = source.as(id, 'parameter')
  if (!parameter || parameter.rest || parameter.binding < 0) return false
  return parameter.type >= 0 && isPlainType(source, parameter.type)
}

function isPlainType(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'type-other') return plainWords.has(node.word)
  if (node.kind === 'type-union') return node.types.every((it) => isPlainType(source, it))
  return node.kind === 'type-literal'
}

export function wrapEdits(source: Source, { name, function: node, declared }: Loader, wrapper: string): TextEdit[] {
  if (!declared) return [insert(node.start, `${wrapper}(`), insert(node.end, ')')]
  const { text } = source
  const head = text.slice(node.start, node.nameEnd)
  const at = node.start + head.search(/async\b/)
  return [
    { start: at, end: node.nameEnd, text: `const ${name} = ${wrapper}(async ` },
    insert(source.node(node.body).start, '=> '),
    insert(node.end, `)${styleOf(source).semicolon}`),
  ]
}
