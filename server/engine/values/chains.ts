/** Builder chains (`db.select().from(t).where(c)`), awaits, and what becomes of a result. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'

/** The outermost call of the chain that starts at a call. */
export function chainEnd(source: Source, id: NodeId): NodeId {
  let end = id
  for (;;) {
    const parent = source.node(end).parent
    const member = source.as(parent, 'member')
    if (!member || member.object !== end) return end
    const call = source.as(member.parent, 'call')
    if (!call || call.callee !== parent) return end
    end = member.parent
  }
}

/** The calls of a chain from the head outwards, the head first. */
export function chainCalls(source: Source, id: NodeId): NodeId[] {
  const calls = [id]
  const end = chainEnd(source, id)
  for (let at = id; at !== end;) {
    at = source.node(source.node(at).parent).parent
    calls.push(at)
  }
  return calls
}

/**
 * The same with what is called later on the names that hold the query while it is built: `const posts = db.select()…;
 * await posts.where(…)`, `posts = posts.where(…)`.
 */
export function builtCalls(source: Source, id: NodeId): NodeId[] {
  const calls = new Set<NodeId>()
  const names = new Set<BindingId>()
  const follow = (first: NodeId): void => {
    for (const call of chainCalls(source, first)) calls.add(call)
    const name = heldBy(source, chainEnd(source, first))
    if (name === undefined || names.has(name)) return
    names.add(name)
    for (const use of source.usesOf(name)) {
      const link = firstLink(source, use)
      if (link !== undefined && !calls.has(link)) follow(link)
    }
  }
  follow(id)
  return [...calls]
}

/** The name that a query is put into before anybody waits for it. */
export function heldBy(source: Source, end: NodeId): BindingId | undefined {
  const parent = source.node(source.node(end).parent)
  const binding = parent.kind === 'declare' && !parent.pattern ? parent.bindings[0]
    : parent.kind === 'assign' && parent.value === end ? source.as(parent.target, 'name')?.binding : undefined
  return binding === undefined || binding < 0 ? undefined : binding
}

/** `newest.limit(1)` of `newest`, and `newest[join](tags, joined)`. */
export function firstLink(source: Source, use: NodeId): NodeId | undefined {
  const { parent } = source.node(use)
  const step = source.as(parent, 'member') ?? source.as(parent, 'index')
  const call = step?.object === use ? source.as(step.parent, 'call') : undefined
  return call?.callee === parent ? step!.parent : undefined
}

/** `promise` with the casts, `.catch(…)`, `await` … around it: the outermost node that still is its value. */
export function wholeResult(source: Source, id: NodeId): NodeId {
  let at = chainEnd(source, id)
  for (;;) {
    const parentId = source.node(at).parent
    const parent = source.node(parentId)
    if (parent.kind !== 'await' && parent.kind !== 'cast') return at
    at = parentId
  }
}

/** Whether the work is waited for before the function goes on or answers. `run` tells callbacks that run on the spot. */
export function isWaitedFor(source: Source, id: NodeId, runsHere: (functionId: NodeId) => boolean, depth = 0): boolean {
  if (depth > 30) return false
  const parentId = source.node(id).parent
  const parent = source.node(parentId)
  const further = (node: NodeId): boolean => isWaitedFor(source, node, runsHere, depth + 1)
  switch (parent.kind) {
    case 'await': case 'yield': return true
    case 'return': {
      const owner = source.functionOf(parentId)
      return runsHere(owner) ? further(source.node(owner).parent) : true
    }
    case 'function': return parent.body !== id ? true : runsHere(parentId) ? further(parent.parent) : true
    case 'cast': case 'conditional': case 'binary': case 'spread': case 'array': case 'assign': case 'member': case 'index': return further(parentId)
    case 'call':
      if (parent.callee === id || isPromiseMethod(source, parent.callee)) return further(parentId)
      return true
    case 'declare': return parent.bindings.some((binding) => nameIsWaitedFor(source, binding, parent.value, runsHere, depth))
    case 'expression': case 'unary': return false
    default: return true
  }
}

function nameIsWaitedFor(source: Source, binding: number, value: NodeId, runsHere: (functionId: NodeId) => boolean, depth: number): boolean {
  return source.usesOf(binding).some((id) => id > value && isWaitedFor(source, id, runsHere, depth + 1))
}

function isPromiseMethod(source: Source, callee: NodeId): boolean {
  const object = source.as(source.as(callee, 'member')?.object ?? -1, 'name')
  return object?.name === 'Promise' && object.binding < 0
}
