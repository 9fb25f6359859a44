/**
 * What an expression depends on: the elements of the turns around it, the parameters of the function that owns it,
 * `this`. Follows local names through their initialisers and assignments; order of statements is not considered.
 */
import type { BindingId, NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'
import type { Around } from './regions.ts'
import { subtreeEnd } from './world.ts'

export interface Roots {
  /** Positions in `around.turns`. */
  turns: Set<number>
  parameters: Set<number>
  self: boolean
  /** Local names passed on the way, for guards that ask what a key was derived from. */
  names: Set<BindingId>
}

export function rootsOf(source: Source, around: Around, ids: readonly NodeId[]): Roots {
  const roots: Roots = { turns: new Set(), parameters: new Set(), self: false, names: new Set() }
  const owner = source.as(around.owner, 'function')
  const visit = (id: NodeId): void => {
    if (id < 0) return
    for (let at = id, end = subtreeEnd(source, id); at < end; at++) {
      const node = source.node(at)
      if (node.kind === 'this') roots.self = true
      else if (node.kind === 'name' && node.binding >= 0) name(node.binding, at)
    }
  }
  const name = (id: BindingId, at: NodeId): void => {
    const turn = around.turns.findIndex((it) => it.elements.includes(id))
    if (turn >= 0) {
      roots.turns.add(turn)
      roots.names.add(id)
      return
    }
    const counted = around.turns.findIndex((it) => it.index === id)
    if (counted >= 0) {
      // `list[index]` is an element; `index * pageSize` is a walk over pages.
      const parent = source.node(source.node(at).parent)
      if (parent.kind === 'index' && parent.index === at) roots.turns.add(counted)
      return
    }
    if (roots.names.has(id)) return
    roots.names.add(id)
    const binding = source.facts.bindings[id]!
    const value = binding.value >= 0 ? source.node(binding.value) : undefined
    if (value?.kind === 'parameter') {
      if (value.parent === around.owner && owner) roots.parameters.add(owner.parameters.indexOf(binding.value))
      else visit(thenReceiver(source, value.parent))
      return
    }
    if (binding.kind !== 'const' && binding.kind !== 'let' && binding.kind !== 'var') return
    // Names of outer functions and of the module are the same in every turn.
    if (source.functionOf(binding.value >= 0 ? binding.value : around.owner) !== around.owner && !source.contains(around.owner, binding.value)) return
    if (value?.kind === 'for-of' || value?.kind === 'for-in') visit(value.list)
    else visit(binding.value)
    for (const assignment of binding.assignments) visit(source.as(assignment, 'assign')?.value ?? -1)
  }
  ids.forEach(visit)
  return roots
}

/** `load().then((user) => …)`: the parameter comes from what `then` was called on. */
function thenReceiver(source: Source, functionId: NodeId): NodeId {
  const call = source.as(source.node(functionId).parent, 'call')
  const member = call && source.as(call.callee, 'member')
  return member?.name === 'then' ? member.object : -1
}
