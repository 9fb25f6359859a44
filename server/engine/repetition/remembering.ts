/**
 * Turns that look into a map first and put what they were given there: `known.get(post.authorId) ?? await load(…)`.
 * Whoever keeps one expects the same key again and again.
 */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { decisionsAround } from '../routines/conditions.ts'
import type { Turn } from './turns.ts'
import { subtreeEnd } from '../world.ts'

/** Asked once for each different key, of which there are fewer than elements: an id of the element itself is as many. */
export function isMemoised(source: Source, id: NodeId, turn: Turn): boolean {
  for (const { test } of [...decisionsAround(source, id, turn.node), ...assignedWhereMissing(source, id, turn)]) {
    for (const look of looksIn(source, test, turn)) {
      if (!isIdentity(source, look.key, turn) && isFilled(source, look.map, turn)) return true
    }
  }
  return false
}

interface Look { map: BindingId; key: NodeId }

/** `known[key] ??= await load(key)` */
function assignedWhereMissing(source: Source, id: NodeId, turn: Turn): { test: NodeId }[] {
  for (const at of source.outwards(id)) {
    if (at === turn.node) return []
    const assign = source.as(at, 'assign')
    if (assign && (assign.operator === '??=' || assign.operator === '||=')) return [{ test: assign.target }]
  }
  return []
}

/** What a test looks up in maps from outside of the turn, on the spot or through a name: `known.has(key)`, `known[key]`, `key in known`. */
function looksIn(source: Source, test: NodeId, turn: Turn, depth = 0): Look[] {
  const found: Look[] = []
  const add = (object: NodeId, key: NodeId | undefined): void => {
    const name = source.as(object, 'name')
    if (key === undefined || !name || name.binding < 0) return
    const { value } = source.facts.bindings[name.binding]!
    if (value >= 0 && !source.contains(turn.node, value)) found.push({ map: name.binding, key })
  }
  for (let at = test, end = subtreeEnd(source, test); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'index') add(node.object, node.index)
    else if (node.kind === 'binary' && node.operator === 'in') add(node.right, node.left)
    else if (node.kind === 'call') {
      const callee = source.as(node.callee, 'member')
      if (callee && (callee.name === 'has' || callee.name === 'get')) add(callee.object, node.arguments[0])
    } else if (node.kind === 'name' && node.binding >= 0 && depth < 2) {
      const binding = source.facts.bindings[node.binding]!
      const isOwn = (binding.kind === 'const' || binding.kind === 'let') && binding.value >= 0 && source.contains(turn.node, binding.value) && !source.contains(binding.value, at)
      if (isOwn && source.node(binding.value).kind !== 'for-of' && source.node(binding.value).kind !== 'parameter') found.push(...looksIn(source, binding.value, turn, depth + 1))
    }
  }
  return found
}

/** The turn puts something there. */
function isFilled(source: Source, map: BindingId, turn: Turn): boolean {
  return source.usesOf(map).some((use) => {
    if (!source.contains(turn.node, use)) return false
    const { parent } = source.node(use)
    const member = source.as(parent, 'member')
    if (member?.object === use) return member.name === 'set' && source.as(member.parent, 'call')?.callee === parent
    return source.as(parent, 'index')?.object === use && source.as(source.node(parent).parent, 'assign')?.target === parent
  })
}

/** The element itself, or its own id. */
function isIdentity(source: Source, key: NodeId, turn: Turn, depth = 0): boolean {
  const node = source.node(key)
  if (node.kind === 'cast' && depth < 4) return isIdentity(source, node.value, turn, depth + 1)
  if (node.kind === 'member') return (node.name === 'id' || node.name === '_id') && isIdentity(source, node.object, turn, depth + 1)
  if (node.kind !== 'name' || node.binding < 0) return false
  const binding = source.facts.bindings[node.binding]!
  if (turn.elements.includes(node.binding)) return binding.path.length === 0 || binding.path.at(-1) === 'id' || binding.path.at(-1) === '_id'
  const isOwn = binding.kind === 'const' && binding.value >= 0 && source.contains(turn.node, binding.value)
  if (!isOwn || depth > 4) return false
  if (binding.path.length > 0) return binding.path.at(-1) === 'id' || binding.path.at(-1) === '_id'
  return isIdentity(source, binding.value, turn, depth + 1)
}
