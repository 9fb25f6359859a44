/** Relations of a data schema as recipes meet them in code: which one a lookup walks, and how it is asked for. */
import type { NodeId } from './facts.ts'
import type { ObjectQuery } from './by-object.ts'
import type { TextEdit } from './rule.ts'
import type { SchemaField, SchemaModel } from './schema.ts'
import type { Source } from './source.ts'
import { bindingOf, isConstant, usesOf, within } from './code.ts'
import { removeStatement } from './edit.ts'
import { isReadOf } from './results.ts'
import { indentAt, styleOf } from './style-of.ts'

/** The relation of `from` that leads over the columns `key` here and `column` there to rows of `to`. */
export function relationBetween(from: SchemaModel, to: SchemaModel, key: string, column: string): SchemaField | undefined {
  const isPair = (here: readonly string[], there: readonly string[], a: string, b: string) =>
    here.length === 1 && there.length === 1 && here[0] === a && there[0] === b
  const found = from.fields.filter(field => {
    const { relation } = field
    if (relation?.model !== to.name) return false
    if (isPair(relation.fields, relation.references, key, column)) return true
    const back = to.fields.find(each => each.name === relation.back && each.relation?.model === from.name)
    return back?.relation !== undefined && isPair(back.relation.fields, back.relation.references, column, key)
  })
  return found.length === 1 ? found[0] : undefined
}

/** Whether everything that a stretch of code names has its value before `place` already. */
export function isKnownBefore(source: Source, ids: Iterable<NodeId>, place: number): boolean {
  for (const id of ids) {
    const binding = bindingOf(source, id)
    if (binding && binding.kind !== 'import' && binding.kind !== 'function' && (binding.start >= place || !isConstant(binding))) return false
  }
  return true
}

/** What is asked of the relation: `true`, or the lookup's own wishes without the condition on the key. */
export function relationArgument({ item, argument, where, condition, many }: ObjectQuery, at: number): string {
  const { source } = item
  const style = styleOf(source)
  const parts = argument.properties.flatMap(property => {
    if (property.key !== many.where) return [source.text.slice(property.start, property.end)]
    const rest = where.properties.filter(each => each !== condition && each.key !== condition.key)
    if (rest.length === 0) return []
    return [`${many.where}: {${style.brace}${rest.map(each => source.text.slice(each.start, each.end)).join(', ')}${style.brace}}`]
  })
  if (parts.length === 0) return 'true'
  const line = `{${style.brace}${parts.join(', ')}${style.brace}}`
  if (line.length <= 80 && !line.includes('\n')) return line
  const from = indentAt(source.text, argument.properties[0]!.start)
  const outer = indentAt(source.text, at)
  const inner = outer + style.indent
  const moved = parts.map(part => part.replaceAll(`\n${from}`, `\n${inner}`))
  return [`{`, ...moved.map((part, index) => `${inner}${part}${index < parts.length - 1 ? ',' : style.trailingComma}`), `${outer}}`].join(style.newline)
}

/** Whether nobody would see that the rows of a list have one member more, the relation. */
export function isHidden({ item }: ObjectQuery, relation: string): boolean {
  const { source, list, elements, lookup } = item
  const binding = source.as(list, 'name')?.binding ?? -1
  const others = binding < 0 ? [] : usesOf(source, binding).filter(use => use !== list)
  if (!others.every(use => isReadOf(source, use))) return false
  return elements.every(element => usesOf(source, element).every(use =>
    source.contains(lookup, use) || isReadOf(source, use) || isOverwritten(source, use, relation)))
}

/** `{ ...post, author: … }` shows its own `author` whatever the row has. */
function isOverwritten(source: Source, use: NodeId, relation: string): boolean {
  const object = source.as(source.node(use).parent, 'object')
  const spread = object?.properties.find(property => property.spread && property.value === use)
  return spread !== undefined && object!.properties.some(({ key, start }) => key === relation && start > spread.end)
}

/** What happens from the list's query to the end of the turns. */
export function* between(source: Source, from: NodeId, turn: NodeId): Generator<NodeId> {
  const { end: start } = source.node(from)
  const { end } = source.node(turn)
  for (const id of within(source, source.functionOf(from))) {
    const node = source.node(id)
    if (node.start >= start && node.end <= end) yield id
  }
}

/** `post.author = await …` has nothing left to do; neither has a loop that did only this. */
export function assignedTo({ item, key }: ObjectQuery, relation: string): (() => TextEdit[]) | undefined {
  const { source, lookup, turn, conditional } = item
  const assign = source.as(source.node(lookup).parent, 'assign')
  const target = assign && source.as(assign.target, 'member')
  const statement = assign?.parent ?? -1
  const element = source.as(source.as(key.origin, 'cast')?.value ?? key.origin, 'member')!.object
  if (!assign || assign.operator !== '=' || target?.name !== relation || conditional) return undefined
  if (bindingOf(source, target.object) !== bindingOf(source, element) || source.node(statement).kind !== 'expression') return undefined
  const loop = source.as(turn, 'for-of')
  const body = source.as(loop?.body ?? -1, 'block')
  if (!loop || !body?.body.includes(statement)) return undefined
  const isOnly = body.body.length === 1 && source.node(loop.list).kind === 'name'
  return () => [removeStatement(source, isOnly ? turn : statement)]
}
