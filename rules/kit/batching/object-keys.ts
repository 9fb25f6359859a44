/** What is known of the keys of a query by object: their column, whether one may be missing, and whether a map finds them. */
import type { About, Reached } from '../rule.ts'
import type { SchemaField, SchemaModel } from '../schema.ts'
import { askedBy, fieldOf, isMapKey, keyOf, mayFoldCase, modelOf, providerOf } from '../relations/models.ts'
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { capital } from '../edits/names.ts'
import { declines } from './declines.ts'
import { anyKey, isKnownToBe } from './guarded-keys.ts'
import { sourceModel, type ObjectQuery } from './object-query.ts'
import { nameOfList, type Key } from './per-item.ts'
import { kindOfKey, type Kind } from '../code/types.ts'

export interface ObjectKeys {
  /** The column, as rows and conditions name it. */
  property: string
  /** The column is a relation: the key of the row that it holds. */
  inner?: string
  model: SchemaModel | undefined
  provider: string | undefined
  /** Keys that are null or undefined are left out. */
  skipsMissing: boolean
  /** Both sides may be of different types, or of none that a map takes. */
  asText: boolean
  /** The column need not have a value. */
  mayBeNull: boolean
  /** The same of each further key. */
  also: readonly ObjectKeys[]
  doubts: string[]
}

/** What has to be known of a query for that: any that compares columns with keys. */
export type KeyedQuery = Pick<ObjectQuery, 'item' | 'list' | 'key' | 'client' | 'method'> & {
  many: Pick<ObjectQuery['many'], 'notFor' | 'namesRelations' | 'any' | 'in' | 'emptyKey' | 'looseKeys'>
  condition: { key: string } | undefined
  others: readonly { condition: { key: string }; key: Key }[]
}

/** Undefined where a list of these keys would ask for something else than each of them, or a map would not find them. */
export function keysOf(reached: Reached, about: About, query: KeyedQuery): ObjectKeys | undefined {
  const first = keyOfOne(reached, about, query, query)
  const others = query.others.map(each => keyOfOne(reached, about, query, each))
  if (!first || others.includes(undefined)) return declines(reached, 'a map may not find its keys, or one of them may be missing')
  if (others.length === 0) return first
  const all = [first, ...others as ObjectKeys[]]
  return { ...first, also: all.slice(1), asText: all.some(each => each.asText), doubts: [...new Set(all.flatMap(each => each.doubts))] }
}

function keyOfOne(reached: Reached, about: About, query: KeyedQuery, { condition, key }: Pick<KeyedQuery, 'condition' | 'key'>): ObjectKeys | undefined {
  const { item, many, list } = query
  const { call, listed } = reached
  const { schema, model } = askedBy(call, about)
  const provider = providerOf(schema, call.library, about.dependencies(item.source.path))
  const property = condition?.key ?? keyOf(model) ?? 'id'
  const named = fieldOf(model, property)
  // A relation is compared by the key of what it leads to, and holds that.
  const target = many.namesRelations && condition && named?.relation && !named.list ? modelOf(schema, named.relation.model) : undefined
  const inner = fieldOf(target, keyOf(target))
  const column = inner ? { ...inner, optional: named!.optional } : named
  const kind = kindOfKey(item, key, list)
  const from = sourceModel(reached, query)
  const fromModel = from && listed ? askedBy(listed, about).model : undefined
  const field = fieldOf(fromModel, kind.field)
  if (many.notFor?.includes(provider ?? '') || (many.namesRelations && condition && !column)) return undefined
  if (kind.is === 'object' || (column && !isMapKey(column)) || list.array === 'no') return undefined
  // A relation is asked for with an entity as well, which is no key of a map.
  if (inner && kind.is === 'unknown' && !isNamedAsKey(item.source, key.origin, inner.name)) return undefined
  // Prisma's filters of truths know no lists; several sets of conditions are no lists.
  const isListed = many.any === undefined || query.others.length === 0 || item.crossed !== undefined
  if (many.in !== undefined && column?.type === 'Boolean' && isListed) return undefined
  const doubts: string[] = []
  if (!column && kind.is === 'unknown') doubts.push('')
  const isArray = list.array === 'yes' || from !== undefined || item.map !== undefined
  if (!isArray) doubts.push(`${nameOfList(item)} is an array`)

  // Where columns need no value unless they are told to, that one of them need not says little.
  const isByDefault = field?.optional === true && call.library.schema?.optional === true
  const missing = kind.missing ?? (isByDefault ? undefined : field?.optional)
  const isPartial = anyKey(item, key, list)?.isPartial === true
  const skipsMissing = isPartial || (many.emptyKey ? missing === true : item.conditional && missing !== false)
  if (many.emptyKey === undefined) {
    if (missing === true && !item.conditional) return undefined
    // `!` is the author's word; nothing fails any more where it is broken.
    const isAsserted = item.source.as(key.origin, 'cast')?.how === 'non-null' && missing !== false && !isKnownToBe(item, key)
    // There null finds the rows without a value, which a list of keys cannot say.
    if ((missing === true || isAsserted) && column?.optional) return undefined
    if (isAsserted || (missing === undefined && (!skipsMissing || column?.optional))) doubts.push('no key is missing')
  }
  if (!condition && !column) doubts.push(`\`${property}\` is the primary key`)
  const isReference = field !== undefined && (refers(fromModel!, field.name, property) || (model !== undefined && refers(model, property, field.name)))
  const comparesTexts = column?.type === 'String' || (!column && kind.word !== 'number')
  if (comparesTexts && !isReference && property !== 'id' && mayFoldCase(provider, call.library)) doubts.push('')
  const isUntyped = skipsMissing && !item.conditional
  const asText = isUntyped || (many.looseKeys === true && !isReference && !isSameType(kind, field, column))
  return { property, ...inner && { inner: inner.name }, model, provider, skipsMissing, asText, mayBeNull: column?.optional === true, also: [], doubts }
}

/** `listing.id`, `listingId`. */
function isNamedAsKey(source: Source, id: NodeId, key: string): boolean {
  const node = source.node(id)
  const name = node.kind === 'name' || node.kind === 'member' ? node.name : ''
  return name === key || name.endsWith(capital(key))
}

/** Whether one column holds the other's values. */
const refers = ({ fields }: SchemaModel, here: string, there: string): boolean => fields.some(({ relation }) =>
  relation?.fields.length === 1 && relation.fields[0] === here && relation.references[0] === there)

/** Whether the key is told to be of the column's type, so that a map finds it. */
function isSameType(kind: Kind, field: SchemaField | undefined, column: SchemaField | undefined): boolean {
  if (!column) return kind.word !== undefined
  if (field) return field.type === column.type
  return (kind.word === 'number' && ['Int', 'Float'].includes(column.type)) || (kind.word === 'string' && ['String', 'Enum'].includes(column.type))
}
