/** How the code takes rows out of what a lookup gives. */
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { usesOf } from '../code/code.ts'

/** Only the first of the rows is looked at: `const [user] = await …`, `(await …)[0]`, or every use of its name is `[0]`. */
export function takesFirst(source: Source, id: NodeId): boolean {
  const { parent } = source.node(id)
  const node = source.node(parent)
  if (node.kind === 'index') return isFirst(source, parent, id)
  if (node.kind !== 'declare' || node.value !== id || node.bindings.length !== 1) return false
  const [binding] = node.bindings
  const { path } = source.facts.bindings[binding!]!
  if (path.length > 0) return path[0] === 0
  const uses = usesOf(source, binding!)
  return uses.length > 0 && uses.every(use => isFirst(source, source.node(use).parent, use))
}

const isFirst = (source: Source, index: NodeId, object: NodeId): boolean => {
  const node = source.as(index, 'index')
  return node?.object === object && source.as(node.index, 'number')?.value === 0
}
