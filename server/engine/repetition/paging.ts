/** Counters that turn pages or count attempts, and are no keys: `skip: page * 100`, `….offset(start)`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'

const words = /^(skip|offset|page|take|limit|cursor|per_?page|page_?(size|no|num|number|index|token)|attempts?|retry|retries|tries|chunk|batch)$|(Page|Offset|Attempts?|Retry|Retries|Batch|Chunk|Cursor)$/
const methods = /^(skip|offset|page|take|limit|range|startAt|startAfter|paginate|slice|splice)$/

/** Whether a use of a name, as far as its own expression shows, says which page (or attempt) it is. */
export function turnsPages(source: Source, id: NodeId): boolean {
  const name = source.as(id, 'name')
  if (name && words.test(name.name)) return true
  let child = id
  for (const at of source.outwards(source.node(id).parent)) {
    const node = source.node(at)
    if (node.kind === 'object') {
      if (node.properties.some((it) => it.value === child && it.key !== undefined && words.test(it.key))) return true
    } else if (node.kind === 'call') {
      const callee = source.as(node.callee, 'member')
      if (callee && child !== node.callee && methods.test(callee.name)) return true
      if (offsetText(source, node.arguments[0])) return true
    } else if (node.kind === 'tagged') {
      return node.texts.some((it) => /\boffset\b/i.test(it))
    } else if (node.kind === 'declare') {
      return node.bindings.some((it) => words.test(source.facts.bindings[it]!.name))
    } else if (node.kind === 'function' || node.kind === 'block') return false
    child = at
  }
  return false
}

/** `query('… limit 500 offset $1', […])`. */
function offsetText(source: Source, id: NodeId | undefined): boolean {
  const node = id === undefined ? undefined : source.node(id)
  const texts = node?.kind === 'text' ? [node.value] : node?.kind === 'template' ? node.texts : []
  return texts.some((it) => /\boffset\b/i.test(it))
}
