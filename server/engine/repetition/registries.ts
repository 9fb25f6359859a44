/**
 * Lists that the code itself fills as it starts: a field, or a name of the module, that begins empty, is added to and is
 * never emptied. They are as long as the code says, whatever the data.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { growing } from './bounds.ts'
import { subtreeEnd } from '../world.ts'

const parts = new Set(['values', 'entries', 'keys', 'filter', 'map', 'sort', 'slice'])
const shrinking = new Set(['splice', 'pop', 'shift', 'clear', 'delete'])
const deepest = 6

export function isRegistry(source: Source, id: NodeId, depth = 0): boolean {
  if (id < 0 || depth > deepest) return false
  const inner = (at: NodeId): boolean => isRegistry(source, at, depth + 1)
  const node = source.node(id)
  if (node.kind === 'cast' || node.kind === 'spread') return inner(node.value)
  if (node.kind === 'array') return node.elements.length === 1 && source.node(node.elements[0]!).kind === 'spread' && inner(node.elements[0]!)
  if (node.kind === 'call') {
    const callee = source.as(node.callee, 'member')
    const object = callee && source.as(callee.object, 'name')
    if (!callee) return false
    if (object && object.binding < 0 && (object.name === 'Object' || object.name === 'Array')) return node.arguments[0] !== undefined && inner(node.arguments[0])
    return parts.has(callee.name) && inner(callee.object)
  }
  if (node.kind === 'member' && source.node(node.object).kind === 'this') return isFilledField(source, id, node.name)
  const binding = node.kind === 'name' && node.binding >= 0 ? source.facts.bindings[node.binding] : undefined
  if (node.kind !== 'name' || binding?.kind !== 'const' || binding.path.length > 0 || binding.value < 0) return false
  if (binding.function === 0 && isEmpty(source, binding.value)) return onlyGrows(source, source.usesOf(node.binding))
  return inner(binding.value)
}

function isFilledField(source: Source, id: NodeId, name: string): boolean {
  const holder = source.enclosing(id, 'class')
  const field = holder === undefined ? undefined : source.as(holder, 'class')!.members.find((it) => it.name === name && it.kind === 'field')
  if (holder === undefined || !field || field.value < 0 || !isEmpty(source, field.value)) return false
  const uses: NodeId[] = []
  for (let at = holder, end = subtreeEnd(source, holder); at < end; at++) {
    const member = source.as(at, 'member')
    if (member?.name === name && source.node(member.object).kind === 'this') uses.push(at)
  }
  return onlyGrows(source, uses)
}

/** `[]`, `{}`, `new Map()`. */
function isEmpty(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'cast') return isEmpty(source, node.value)
  if (node.kind === 'array') return node.elements.length === 0
  if (node.kind === 'object') return node.properties.length === 0
  return node.kind === 'new' && node.arguments.length === 0 && ['Map', 'Set', 'Array'].includes(source.as(node.callee, 'name')?.name ?? '')
}

function onlyGrows(source: Source, uses: readonly NodeId[]): boolean {
  let grows = false
  for (const use of uses) {
    const { parent } = source.node(use)
    const node = source.node(parent)
    const { parent: outer } = node
    if (node.kind === 'assign' && node.target === use) return false
    if (node.kind === 'index' && node.object === use) {
      if (source.as(outer, 'unary')?.operator === 'delete') return false
      if (source.as(outer, 'assign')?.target === parent) grows = true
    }
    if (node.kind !== 'member' || node.object !== use) continue
    if (shrinking.has(node.name) || source.as(outer, 'assign')?.target === parent) return false
    if (growing.has(node.name) && source.as(outer, 'call')?.callee === parent) grows = true
  }
  return grows
}
