/** Where a list's query takes a relation along. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Include } from '../library.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isPlainObject, propertyOf } from '../code/code.ts'
import { addInner, addProperty, insert } from '../edits/edit.ts'
import { braced, quoted, styleOf } from '../edits/style-of.ts'

export interface Wanted {
  /** The relation, and the column that leads to it. */
  name: string
  field: string | undefined
  /** What is asked of it, as it reads at an offset: `true`, or wishes. */
  argument(at: number): string
  /** Nothing is asked of it, so that the whole relation serves as well. */
  isPlain: boolean
}

/** The edits that add the relation to a query; none where it is there already. Undefined where the query cannot be read. */
export function includeIn(source: Source, id: NodeId, include: Include, wanted: Wanted): (() => TextEdit[]) | undefined {
  const call = source.as(id, 'call')!
  if (call.types || call.optional || call.arguments.length > include.argument + 1 || call.arguments.length < include.argument) return undefined
  if (include.as && !wanted.isPlain) return undefined
  const style = styleOf(source)
  const whole = (at: number) => (include.as === 'names' ? listed(source, wanted.name) : braced(style, `${wanted.name}: ${wanted.argument(at)}`))
  const given = call.arguments[include.argument]
  if (given === undefined) {
    const lead = call.arguments.length > 0 ? ', ' : ''
    const at = call.arguments.length > 0 ? source.node(call.arguments.at(-1)!).end : call.end - 1
    return () => [insert(at, lead + braced(style, `${include.property}: ${whole(call.start)}`))]
  }
  const object = source.as(given, 'object')
  if (!isPlainObject(object) || object.properties.some(({ key }) => include.blockedBy?.includes(key!))) return undefined
  const select = include.selectProperty === undefined ? undefined : propertyOf(object, include.selectProperty)
  const holder = select ?? propertyOf(object, include.property)
  if (!holder) return () => addProperty(source, given, include.property, whole(object.start))
  const names = source.as(holder.value, 'array')
  if (names) return include.as ? inNames(source, names, wanted.name) : undefined
  const relations = source.as(holder.value, 'object')
  if (include.as === 'names' || !isPlainObject(relations)) return undefined
  if (select && wanted.field !== undefined && source.as(propertyOf(relations, wanted.field)?.value ?? -1, 'literal')?.value !== true) return undefined
  const own = propertyOf(relations, wanted.name)
  if (!own) return () => addInner(source, given, holder.value, wanted.name, wanted.argument(relations.start))
  return source.as(own.value, 'literal')?.value === true && wanted.isPlain ? () => [] : undefined
}

const listed = (source: Source, name: string): string => `[${quoted(styleOf(source), name)}]`

function inNames(source: Source, names: NodeOf<'array'>, name: string): (() => TextEdit[]) | undefined {
  const last = names.elements.at(-1)
  // What stands there under another name may be this relation in another form.
  const texts = names.elements.map(each => source.as(each, 'text')?.value ?? otherThan(source, each, name))
  if (last === undefined || texts.includes(undefined)) return undefined
  if (texts.includes(name)) return () => []
  return () => [insert(source.node(last).end, `, ${quoted(styleOf(source), name)}`)]
}

/** `{ model: User, as: 'editor' }`: a relation by its name, with wishes of its own. */
function otherThan(source: Source, id: NodeId, name: string): string | undefined {
  const object = source.as(id, 'object')
  const told = isPlainObject(object) ? propertyOf(object, 'as') ?? propertyOf(object, 'association') : undefined
  const text = source.as(told?.value ?? -1, 'text')?.value
  return text === name ? undefined : text
}

/** The same for the number of rows of a relation: `include: { _count: { select: { comments: true } } }`. */
export function countIn(source: Source, id: NodeId, include: Include, counts: string, wanted: Wanted): (() => TextEdit[]) | undefined {
  const style = styleOf(source)
  const one = (at: number) => braced(style, `select: ${braced(style, `${wanted.name}: ${wanted.argument(at)}`)}`)
  const given = source.as(source.as(id, 'call')!.arguments[include.argument] ?? -1, 'object')
  const select = given && include.selectProperty !== undefined ? propertyOf(given, include.selectProperty) : undefined
  const holder = given && (select ?? propertyOf(given, include.property))
  const relations = holder && source.as(holder.value, 'object')
  const own = relations && propertyOf(relations, counts)
  if (!own) return includeIn(source, id, include, { name: counts, field: wanted.field, isPlain: false, argument: one })
  if (!isPlainObject(relations)) return undefined
  // `_count: true` counts all relations as they are.
  if (source.as(own.value, 'literal')?.value === true) return wanted.isPlain ? () => [] : undefined
  const counted = source.as(own.value, 'object')
  const names = source.as((counted && propertyOf(counted, 'select'))?.value ?? -1, 'object')
  if (!isPlainObject(names)) return undefined
  const known = propertyOf(names, wanted.name)
  if (known) return source.as(known.value, 'literal')?.value === true && wanted.isPlain ? () => [] : undefined
  return () => addProperty(source, propertyOf(counted!, 'select')!.value, wanted.name, wanted.argument(names.start))
}
