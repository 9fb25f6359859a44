/** The reader's own names for things, taken from facts so that no text is needed. */
import type { BindingId, NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'

/** `user.posts`, `getPosts()`: how an expression is called; undefined where it has no short name. */
export function textName(source: Source, id: NodeId): string | undefined {
  if (id < 0) return undefined
  const node = source.node(id)
  switch (node.kind) {
    case 'name': return node.name
    case 'this': return 'this'
    case 'super': return 'super'
    case 'member': {
      const object = textName(source, node.object)
      return object === undefined ? node.name : `${object}.${node.name}`
    }
    case 'index': return textName(source, node.object)
    case 'await': case 'cast': case 'spread': return textName(source, node.value)
    case 'call': {
      const callee = textName(source, node.callee)
      return callee === undefined ? undefined : `${callee}()`
    }
    case 'new': {
      const callee = textName(source, node.callee)
      return callee === undefined ? undefined : `new ${callee}()`
    }
    case 'jsx': return node.tag >= 0 ? `<${textName(source, node.tag)}>` : undefined
    case 'binary': return textName(source, node.left)
    default: return undefined
  }
}

/** The list's own name without what is done to it: `posts` for `posts.filter(…)`. */
export function listName(source: Source, id: NodeId): string | undefined {
  const node = id < 0 ? undefined : source.node(id)
  if (node?.kind === 'await' || node?.kind === 'cast') return listName(source, node.value)
  if (node?.kind === 'binary') return listName(source, node.left)
  if (node?.kind === 'call') {
    const callee = source.node(node.callee)
    if (callee.kind !== 'member') return textName(source, node.callee)
    const object = listName(source, callee.object)
    // `this.activities()`.
    if (object === 'this') return callee.name
    return object === 'Object' || object === 'Array' ? listName(source, node.arguments[0] ?? -1) : object
  }
  return textName(source, id)?.replace(/\(\)/g, '')
}

export function elementName(source: Source, bindings: readonly BindingId[]): string | undefined {
  const first = bindings[0]
  if (first === undefined) return undefined
  const counted = bindings.length === 2 && bindings.every((id, index) => source.facts.bindings[id]!.path[0] === index)
  // `[index, post]` of `posts.entries()`: the element is the second.
  if (counted && !overObject(source, first)) return source.facts.bindings[bindings[1]!]!.name
  const names = bindings.map((id) => source.facts.bindings[id]!.name)
  return names.length === 1 ? names[0] : `{ ${names.slice(0, 3).join(', ')} }`
}

/** Iterates `Object.entries(…)` or a map, where the first of a pair is a key and not a position. */
function overObject(source: Source, binding: BindingId): boolean {
  const loop = source.as(source.facts.bindings[binding]!.value, 'for-of')
  const call = loop && source.as(loop.list, 'call')
  const callee = call && source.as(call.callee, 'member')
  return callee?.name !== 'entries' || source.as(callee.object, 'name')?.name === 'Object'
}
