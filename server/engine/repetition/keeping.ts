/** Whether what a call gives outlives the visit in which it was made. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'

/** Methods of maps, sets and lists that store their argument. */
const storing = new Set(['set', 'add', 'push', 'unshift'])

/**
 * `kept`: it is stored in a name of the module, a global, a field, or a collection that lies outside of `owner`.
 * `returned`: the function gives it back, so its caller decides.
 */
export function keepingOf(source: Source, start: NodeId, owner: NodeId): 'kept' | 'returned' | 'dropped' {
  const names = new Set<BindingId>()
  const waiting: NodeId[] = [start]
  let returned = false
  const follow = (bindings: readonly BindingId[]): void => {
    const fresh = bindings.filter((id) => id >= 0 && !names.has(id))
    fresh.forEach((id) => names.add(id))
    for (const id of fresh) waiting.push(...source.usesOf(id))
  }
  while (waiting.length) {
    let child = waiting.pop()!
    for (let at = source.node(child).parent; at >= 0; child = at, at = source.node(at).parent) {
      const node = source.node(at)
      if (node.kind === 'assign') {
        if (node.target === child) break
        // What a constructor puts into a field lives as long as the instance: whoever makes that decides.
        if (source.as(owner, 'function')?.how === 'constructor' && isField(source, node.target)) returned = true
        else if (isOutside(source, node.target, owner)) return 'kept'
        const target = source.as(node.target, 'name')
        if (target) follow([target.binding])
      } else if (node.kind === 'call') {
        const callee = node.callee === child ? undefined : source.as(node.callee, 'member')
        if (callee && storing.has(callee.name) && isOutside(source, callee.object, owner)) return 'kept'
      } else if (node.kind === 'declare') {
        follow(node.bindings)
        break
      } else if (node.kind === 'return') {
        returned = true
        break
      } else if (node.kind === 'class') {
        returned ||= at === owner
        break
      } else if (node.kind === 'function') {
        returned ||= node.body === child && at === owner
        break
      } else if (node.kind === 'member' || node.kind === 'index') {
        // What a method gives is something else, such as a row; what is only read may be the client in its wrapping.
        const call = source.as(node.parent, 'call')
        if (node.object === child && call?.callee === at) break
      }
    }
  }
  return returned ? 'returned' : 'dropped'
}

const isField = (source: Source, id: NodeId): boolean => source.node(source.as(id, 'member')?.object ?? -1)?.kind === 'this'

/** A field of `this`, a global, or something that hangs on a name from outside of the function. */
function isOutside(source: Source, id: NodeId, owner: NodeId, depth = 0): boolean {
  const node = source.node(id)
  switch (node.kind) {
    case 'this': return true
    case 'member': case 'index': return isOutside(source, node.object, owner, depth)
    case 'cast': return isOutside(source, node.value, owner, depth)
    case 'name': {
      if (node.binding < 0) return true
      const binding = source.facts.bindings[node.binding]!
      if (binding.function !== owner && !source.contains(owner, binding.function)) return true
      // `const kept = globalThis as unknown as { … }`; a parameter, such as the request, lives no longer than the visit.
      const value = binding.value < 0 ? undefined : source.node(binding.value)
      return depth < 4 && value?.kind !== 'parameter' && value !== undefined && ['name', 'member', 'cast'].includes(value.kind)
        && isOutside(source, binding.value, owner, depth + 1)
    }
    default: return false
  }
}
