/** Relations of a data schema as recipes meet them in code: which one a lookup walks, and how it is asked for. */
import type { NodeId } from '../facts.ts'
import type { ObjectQuery } from '../batching/object-query.ts'
import type { Include } from '../library.ts'
import type { About, TextEdit } from '../rule.ts'
import type { SchemaField, SchemaModel } from '../schema.ts'
import type { Source } from '../source.ts'
import { bindingOf, isConstant, usesOf, within } from '../code/code.ts'
import { removeStatement } from '../edits/edit.ts'
import { declares, fieldOf, keyOf } from './models.ts'
import { isReadOf } from '../code/results.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'

/** How the key of a lookup reads on the element: `post.authorId`, or `post.author.id` through the relation itself. */
export interface KeyColumn {
  element: NodeId
  field: string | undefined
  through?: string
  column?: string
}

export function keyColumn({ item, key }: ObjectQuery): KeyColumn | undefined {
  const { source, elements } = item
  const cast = source.as(key.origin, 'cast')
  const member = source.as(cast?.how === 'non-null' ? cast.value : key.origin, 'member')
  if (!member) return undefined
  const isElement = (id: NodeId) => {
    const name = source.as(id, 'name')
    return name !== undefined && elements.includes(name.binding) && source.facts.bindings[name.binding]!.path.length === 0
  }
  if (isElement(member.object)) return { element: member.object, field: member.name }
  const relation = source.as(member.object, 'member')
  return relation && isElement(relation.object) ? { element: relation.object, field: undefined, through: relation.name, column: member.name } : undefined
}

/** The relation of `from` that leads over the key here and `column` there (its own key where none is told) to rows of `to`. */
export function relationBetween(from: SchemaModel, to: SchemaModel, key: KeyColumn, column = keyOf(to) ?? 'id'): SchemaField | undefined {
  if (key.through !== undefined) {
    const found = fieldOf(from, key.through)
    const isKey = found?.relation?.model === to.name && !found.list && key.column === column && column === keyOf(to)
    return isKey && [undefined, column].includes(found.relation!.references[0]) ? found : undefined
  }
  const isPair = (here: readonly string[], there: readonly string[], a: string, b: string) =>
    here.length === 1 && there.length === 1 && here[0] === a && there[0] === b
  const found = from.fields.filter(field => {
    const { relation } = field
    if (relation?.model !== to.name) return false
    if (isPair(relation.fields, relation.references, key.field!, column)) return true
    const back = to.fields.find(each => each.name === relation.back && each.relation?.model === from.name)
    return back?.relation !== undefined && isPair(back.relation.fields, back.relation.references, column, key.field!)
  })
  return found.length === 1 ? found[0] : undefined
}

/** Whether the relation is known under its name, and is the row itself rather than something that leads to it. */
export function isRowItself(about: About, model: SchemaModel, relation: SchemaField, include: Include): boolean {
  const source = relation.at && about.source(relation.at.path)
  const text = source && relation.at ? source.text.slice(relation.at.start, relation.at.end) : ''
  if (include.wrappers?.some(wrapper => text.includes(wrapper))) return false
  return !include.declared || declares(about, model, relation.name)
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
export function relationArgument({ item, conditions, condition, wishes, many }: ObjectQuery, at: number): string {
  const { source } = item
  const style = styleOf(source)
  const rest = conditions.filter(each => each !== condition && each.key !== condition?.key)
  const whereText = `${many.where}: {${style.brace}${rest.map(each => source.text.slice(each.start, each.end)).join(', ')}${style.brace}}`
  const parts = [...rest.length > 0 ? [whereText] : [], ...wishes.map(property => source.text.slice(property.start, property.end))]
  if (parts.length === 0) return 'true'
  const line = `{${style.brace}${parts.join(', ')}${style.brace}}`
  if (line.length <= 80 && !line.includes('\n')) return line
  const from = indentAt(source.text, wishes[0]?.start ?? conditions[0]!.start)
  const outer = indentAt(source.text, at)
  const inner = outer + style.indent
  const moved = parts.map(part => part.replaceAll(`\n${from}`, `\n${inner}`))
  return [`{`, ...moved.map((part, index) => `${inner}${part}${index < parts.length - 1 ? ',' : style.trailingComma}`), `${outer}}`].join(style.newline)
}

/** Whether nobody would see that the rows of a list have one member more, the relation. */
export function isHidden({ item }: Pick<ObjectQuery, 'item'>, relation: string): boolean {
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
export function assignedTo(query: ObjectQuery, relation: string): (() => TextEdit[]) | undefined {
  const { source, lookup, turn, conditional } = query.item
  const assign = source.as(source.node(lookup).parent, 'assign')
  const target = assign && source.as(assign.target, 'member')
  const statement = assign?.parent ?? -1
  const element = keyColumn(query)?.element ?? -1
  if (!assign || assign.operator !== '=' || target?.name !== relation || conditional) return undefined
  if (bindingOf(source, target.object) !== bindingOf(source, element) || source.node(statement).kind !== 'expression') return undefined
  const loop = source.as(turn, 'for-of')
  const body = source.as(loop?.body ?? -1, 'block')
  if (!loop || !body?.body.includes(statement)) return undefined
  const isOnly = body.body.length === 1 && source.node(loop.list).kind === 'name'
  return () => [removeStatement(source, isOnly ? turn : statement)]
}
