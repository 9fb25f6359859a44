/** Names that a query takes as a whole list of keys where the list is told by SQL, or by the name of a link. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { ManyByChain, ManyBySql } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'

export type Note = (id: NodeId, names: Set<BindingId>) => void

/** `.whereIn('id', chunk)`, `.where('id', 'in', chunk)`. `note` takes the names out of an operand. */
export function listsOfLink(source: Source, call: NodeId, many: ManyByChain, names: Set<BindingId>, note: Note): void {
  const node = source.as(call, 'call')
  const link = node && source.as(node.callee, 'member')?.name
  if (!node || link === undefined) return
  const isList = link === many.in.link && (many.in.operator === undefined || source.as(node.arguments[1] ?? -1, 'text')?.value === many.in.operator)
  if (isList || link === 'whereIn' || link === 'findByIds') notePart(source, node.arguments.at(-1) ?? -1, names, note)
}

/** `= any($1)`, `in (?)`, `json_each(?)` with the list among the values. */
export function listsOfSql(source: Source, call: NodeId, many: ManyBySql, names: Set<BindingId>, note: Note): void {
  const node = source.node(call)
  if (node.kind === 'tagged') {
    node.values.forEach((value, index) => {
      const before = node.texts[index]!.trimEnd().toLowerCase()
      if (before.endsWith('any(') || before.endsWith('in') || before.endsWith('in (') || before.endsWith('json_each(') || before.endsWith('unnest(')) notePart(source, value, names, note)
    })
    return
  }
  if (node.kind !== 'call') return
  const given = many.values === 'arguments' ? node.arguments
    : many.values === 'bound' ? boundTo(source, node.callee)
    : typeof many.values === 'number' ? valuesIn(source, node.arguments, many, many.values) : []
  // A prepared statement's text stands elsewhere; a list among its values is text or spread.
  if (typeof many.text === 'number' && !takesLists(textIn(source, node.arguments[many.text] ?? -1, many))) return
  for (const value of given) {
    const isPlain = source.node(value).kind === 'name'
    if (!isPlain || typeof many.text === 'number') notePart(source, value, names, note)
  }
}

const takesLists = (text: string): boolean => {
  const flat = text.toLowerCase().split(/\s+/).join(' ')
  return ['any(', 'any (', ' in (', ' in(', ' in ?', 'json_each(', 'unnest('].some((sign) => flat.includes(sign))
}

function textIn(source: Source, id: NodeId, many: ManyBySql): string {
  const object = source.as(id, 'object')
  if (object) return textIn(source, object.properties.find((it) => it.key === many.object?.text)?.value ?? -1, many)
  const binding = source.facts.bindings[source.as(id, 'name')?.binding ?? -1]
  if (binding && binding.path.length === 0 && binding.value >= 0) return textIn(source, binding.value, many)
  return source.as(id, 'text')?.value ?? source.as(id, 'template')?.texts.join('$') ?? ''
}

function valuesIn(source: Source, given: readonly NodeId[], many: ManyBySql, position: number): readonly NodeId[] {
  const object = source.as(given[0] ?? -1, 'object')
  const values = (object ? object.properties.find((it) => it.key === many.object?.values)?.value : given[position]) ?? -1
  return source.as(values, 'array')?.elements ?? (values < 0 ? [] : [values])
}

function boundTo(source: Source, callee: NodeId): readonly NodeId[] {
  const bind = source.as(source.as(callee, 'member')?.object ?? -1, 'call')
  return bind?.arguments ?? []
}

/** The list itself, spread, written as JSON, or in the driver's own helper. */
function notePart(source: Source, id: NodeId, names: Set<BindingId>, note: Note): void {
  const node = source.node(id)
  if (node?.kind === 'spread') return notePart(source, node.value, names, note)
  const callee = node?.kind === 'call' ? source.node(node.callee) : undefined
  const isWrapped = node?.kind === 'call' && (callee?.kind === 'name' || (callee?.kind === 'member' && source.as(callee.object, 'name')?.name === 'JSON'))
  if (isWrapped) for (const argument of node.arguments) note(argument, names)
  else if (node) note(id, names)
}
