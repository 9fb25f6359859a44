/**
 * Turns of which only one asks: whose key equals something that stays the same, as in `if (user.id !== viewer.id)
 * return []` before what asks for `user.id` and for nothing else of the element.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { rootsOf } from './dependence.ts'
import { decisionsAround } from '../routines/conditions.ts'
import type { Site } from '../sites.ts'
import type { Turn } from './turns.ts'
import { chainEnd } from '../values/chains.ts'
import { subtreeEnd } from '../world.ts'

export function asksForOne(source: Source, site: Site, turn: Turn): boolean {
  if (turn.self || turn.takes) return false
  const chosen = decisionsAround(source, site.node, turn.node).flatMap(({ test, wanted }) => {
    if (typeof wanted === 'object') return []
    return equalIn(source, test, wanted).flatMap(([left, right]) => (isFixed(source, site, right, turn) ? [left] : isFixed(source, site, left, turn) ? [right] : []))
  }).flatMap((part) => pathAt(source, part, turn) ?? [])
  return chosen.length > 0 && asksWithNothingElse(source, site, turn, chosen)
}

/** What must be equal for a test to come out as wanted. */
function equalIn(source: Source, id: NodeId, wanted: boolean): [NodeId, NodeId][] {
  const node = source.node(id)
  if (node.kind === 'unary' && node.operator === '!') return equalIn(source, node.value, !wanted)
  if (node.kind !== 'binary') return []
  if (node.operator === (wanted ? '&&' : '||')) return [...equalIn(source, node.left, wanted), ...equalIn(source, node.right, wanted)]
  return (wanted ? ['===', '=='] : ['!==', '!=']).includes(node.operator) ? [[node.left, node.right]] : []
}

/** It is the same in every turn: made of nothing that a turn gives or changes. */
function isFixed(source: Source, site: Site, id: NodeId, turn: Turn): boolean {
  const { turns, names } = rootsOf(source, site, [id])
  return turns.size === 0 && [...names].every((name) => {
    const { value, assignments } = source.facts.bindings[name]!
    const isGiven = value >= 0 && source.node(value).kind === 'parameter' && source.node(value).parent === site.owner
    return assignments.length === 0 && (isGiven || !source.contains(turn.node, value))
  })
}

interface Path { binding: number; steps: readonly string[] }

/** The part of an element that an expression is. */
function pathAt(source: Source, id: NodeId, turn: Turn): Path | undefined {
  const node = source.node(id)
  if (node.kind === 'cast') return pathAt(source, node.value, turn)
  if (node.kind === 'name') return turn.elements.includes(node.binding) ? { binding: node.binding, steps: [] } : undefined
  const object = node.kind === 'member' ? pathAt(source, node.object, turn) : undefined
  return object && node.kind === 'member' ? { binding: object.binding, steps: [...object.steps, node.name] } : undefined
}

function asksWithNothingElse(source: Source, site: Site, turn: Turn, chosen: readonly Path[]): boolean {
  const whole = chainEnd(source, site.node)
  for (let at = whole, end = subtreeEnd(source, whole); at < end; at++) {
    if (source.node(at).kind !== 'name' || !rootsOf(source, site, [at]).turns.has(site.turns.indexOf(turn))) continue
    const used = pathAt(source, outermost(source, at), turn)
    if (!used || !chosen.some(({ binding, steps }) => binding === used.binding && steps.every((step, index) => step === used.steps[index]))) return false
  }
  return true
}

/** `user.id` of `user`. */
function outermost(source: Source, id: NodeId): NodeId {
  const { parent } = source.node(id)
  return source.as(parent, 'member')?.object === id ? outermost(source, parent) : id
}
