/** How the code takes rows out of what a lookup gives. */
import type { NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { usesOf } from '../code/code.ts'
import { replaceNode } from '../edits/edit.ts'
import { wrapped } from '../edits/parentheses.ts'

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

/** Puts the only row of a list in its place: `const [row] = …` becomes `const row = …`, `(…)[0]` the row, and anything else gets a list of it. */
export function onlyRow(source: Source, id: NodeId, row: string): TextEdit[] {
  const { parent } = source.node(id)
  if (isFirst(source, parent, id)) {
    const { kind } = source.node(source.node(parent).parent)
    return [replaceNode(source, parent, kind === 'member' || kind === 'index' ? `(${row})` : wrapped(source, parent, row))]
  }
  const declared = source.as(parent, 'declare')
  const target = declared?.value === id && declared.type < 0 && declared.pattern ? source.text.slice(declared.targetStart, declared.targetEnd) : ''
  const inner = target.startsWith('[') && !target.includes('=') ? target.slice(1, -1).trim() : ''
  const isOnly = inner !== '' && declared!.bindings.every(each => source.facts.bindings[each]!.path[0] === 0)
  if (!isOnly) return [replaceNode(source, id, `[${row}]`)]
  return [{ start: declared!.targetStart, end: declared!.targetEnd, text: inner.endsWith(',') ? inner.slice(0, -1).trimEnd() : inner }, replaceNode(source, id, row)]
}
