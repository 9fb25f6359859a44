/**
 * Turns of which only each hundredth or so gets as far: what was gathered is sent when there is enough of it, as in
 * `if (rows.length >= 500) { await insertMany(rows); rows = [] }`, or each so many turns: `if (++done % 500 === 0)`.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { decisionsAround } from '../routines/conditions.ts'
import { textName } from '../names.ts'
import { growing } from './bounds.ts'
import type { Turn } from './turns.ts'
import { subtreeEnd } from '../world.ts'

/** With fewer it is sent nearly as often as there are elements. */
const fewest = 10

export function isFlush(source: Source, id: NodeId, turn: Turn): boolean {
  return decisionsAround(source, id, turn.node).some(({ test, wanted }) => typeof wanted === 'boolean' && saysEnough(source, test, wanted, turn))
}

function saysEnough(source: Source, id: NodeId, wanted: boolean, turn: Turn): boolean {
  const node = source.node(id)
  if (node.kind === 'unary' && node.operator === '!') return saysEnough(source, node.value, !wanted, turn)
  if (node.kind !== 'binary') return false
  if (node.operator === (wanted ? '&&' : '||')) return saysEnough(source, node.left, wanted, turn) || saysEnough(source, node.right, wanted, turn)
  const operators = wanted ? ['>=', '>', '===', '=='] : ['<', '<=', '!==', '!=']
  if (!operators.includes(node.operator)) return false
  const rest = source.as(node.left, 'binary')
  if (rest?.operator === '%') return isMany(source, rest.right)
  return isMany(source, node.right) && (isSizeOfGathered(source, node.left, turn) || isCounted(source, node.left, turn))
}

/** Some number that is not small: what has a name is taken for one. */
function isMany(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'number') return node.value >= fewest
  const binding = node.kind === 'name' && node.binding >= 0 ? source.facts.bindings[node.binding] : undefined
  const value = binding?.kind === 'const' && binding.value >= 0 ? source.as(binding.value, 'number') : undefined
  return value ? value.value >= fewest : node.kind === 'name' || node.kind === 'member'
}

/** `rows.length`, `rows.size`, of something from outside that grows in each turn. */
function isSizeOfGathered(source: Source, id: NodeId, turn: Turn): boolean {
  const member = source.as(id, 'member')
  const text = member && textName(source, member.object)
  if (!member || text === undefined || (member.name !== 'length' && member.name !== 'size')) return false
  for (let at = turn.node, end = subtreeEnd(source, turn.node); at < end; at++) {
    const call = source.as(at, 'call')
    const callee = call && source.as(call.callee, 'member')
    if (callee && growing.has(callee.name) && textName(source, callee.object) === text) return true
  }
  return false
}

/** `count` of `let count = 0` outside, that each turn raises and what is sent sets back. */
function isCounted(source: Source, id: NodeId, turn: Turn): boolean {
  const node = source.node(id)
  const name = source.as(node.kind === 'unary' ? node.value : id, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  return binding?.kind === 'let' && binding.value >= 0 && !source.contains(turn.node, binding.value)
    && binding.assignments.some((it) => source.contains(turn.node, it) && source.as(source.as(it, 'assign')?.value ?? -1, 'number')?.value === 0)
}
