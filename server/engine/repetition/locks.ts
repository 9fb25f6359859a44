/** Turns that take a lock: the order of their steps is what the loop is about. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainEnd } from '../values/chains.ts'
import type { Turn } from './turns.ts'
import { subtreeEnd } from '../world.ts'

const locks = new Set(['lock', 'acquire', 'acquirelock', 'withlock', 'getlock', 'trylock', 'runexclusive', 'advisorylock', 'withadvisorylock', 'acquirelease', 'renewlease', 'forupdate'])

/** Something in the turn takes a lock. Rows that the call itself locks could be locked by one statement; what has a key only could not. */
export function takesLock(source: Source, id: NodeId, turn: Turn): boolean {
  return locksWithin(source, turn.node, chainEnd(source, id)) || textsWithin(source, chainEnd(source, id)).some((text) => advisory.test(text))
}

/** A query that locks the rows it reads: `… for update`, `.for('update')`, `lock: true`. */
export function isLock(source: Source, id: NodeId): boolean {
  return locksWithin(source, chainEnd(source, id), -1)
}

function locksWithin(source: Source, outer: NodeId, besides: NodeId): boolean {
  for (let at = outer, end = subtreeEnd(source, outer); at < end; at++) {
    if (at === besides) {
      at = subtreeEnd(source, at) - 1
      continue
    }
    const node = source.node(at)
    if (textsAt(source, at).some((text) => advisory.test(text) || ofRows.test(text))) return true
    if (node.kind === 'object' && node.properties.some((it) => it.key !== undefined && lockOptions.has(it.key) && it.value >= 0 && source.as(it.value, 'literal')?.value !== false)) return true
    if (node.kind !== 'call') continue
    const callee = source.node(node.callee)
    const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name.toLowerCase() : ''
    if (locks.has(name)) return true
    if (name === 'for' && /update|share/.test(source.as(node.arguments[0] ?? -1, 'text')?.value ?? '')) return true
  }
  return false
}

const lockOptions = new Set(['lock', 'lockMode'])

const advisory = /pg_(try_)?advisory/i
const ofRows = /\bfor\s+(no\s+key\s+)?update\b/i

function textsAt(source: Source, id: NodeId): readonly string[] {
  const node = source.node(id)
  if (node.kind === 'text') return [node.value]
  // A part of it may have a name: `const lock = 'pg_advisory_lock'`.
  return node.kind === 'template' || node.kind === 'tagged' ? [...node.texts, ...node.values.flatMap((it) => namedText(source, it))] : []
}

function namedText(source: Source, id: NodeId): readonly string[] {
  const name = source.as(id, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  const text = binding?.kind === 'const' && binding.path.length === 0 ? source.as(binding.value, 'text') : undefined
  return text ? [text.value] : []
}

function textsWithin(source: Source, id: NodeId): string[] {
  return Array.from({ length: subtreeEnd(source, id) - id }, (_, index) => textsAt(source, id + index)).flat()
}
