/** Which columns a query looks for rows by, and whether an index of the schema leads there. */
import type { About, Reached } from '../rule.ts'
import type { SchemaFacts, SchemaField, SchemaModel } from '../schema.ts'
import { askingOf, type Condition } from './conditions.ts'
import { isForAll } from './for-all.ts'
import { staysSmall } from './small-tables.ts'
import { fieldOf, isOfFewValues } from '../relations/models.ts'

export interface Unindexed {
  schema: SchemaFacts
  model: SchemaModel
  /** The column that an index would help most. */
  field: SchemaField
  /** What the query does with it. */
  by: 'equals' | 'range' | 'sort'
  isReference: boolean
}

/** Databases that give every foreign key an index by themselves. */
const indexesReferences = new Set(['mysql'])

/** Undefined where an index leads to the rows, or where it cannot be told. */
export function unindexedColumn(reached: Reached, about: About): Unindexed | undefined {
  const { call, path, reach } = reached
  if (path.length > 0 || (reach !== 'request' && reach !== 'unknown')) return undefined
  // A nightly job may read everything.
  const found = isForAll(reached) ? undefined : call.model
  if (!found || found.model.incomplete || found.model.fields.length === 0) return undefined
  const { schema, model } = found
  const asking = askingOf(call)
  if (!asking || !asking.complete || asking.joined || asking.gives === 'unknown') return undefined
  const ruled = asking.conditions.map(condition => ({ condition, field: columnOf(model, condition) }))
  // Of alternatives, and of conditions on other rows, an index here may not decide.
  if (ruled.some(({ condition, field }) => condition.how === 'any' || (field === undefined && (condition.relation || condition.how !== 'other')))) return undefined
  const migrated = about.migrated(call.source.path)
  const leads = (field: SchemaField): boolean => isLeading(field, schema, model, call.library.schema?.indexesForeignKeys) || migrated(tableOf(model), [field.column ?? field.name, field.name])
  const looked = ruled.flatMap(({ condition, field }) => (field && ['equals', 'in', 'range', 'both'].includes(condition.how) ? [{ condition, field }] : []))
  if (looked.some(({ field }) => leads(field))) return undefined
  const result = (field: SchemaField, by: Unindexed['by']): Unindexed | undefined => {
    const found = { schema, model, field, by, isReference: isReference(model, field) }
    // Rows of something else are many whatever they are called: `UserRole`.
    return !found.isReference && staysSmall(model.name, model) ? undefined : found
  }
  const selective = looked.filter(({ condition, field }) => !condition.common && !isOfFewValues(field) && isIndexable(field))
  const equal = selective.filter(({ condition }) => condition.how === 'equals' || condition.how === 'in')
  const best = equal.find(({ field }) => isReference(model, field)) ?? equal.find(({ condition }) => !condition.fixed)
  if (best) return result(best.field, 'equals')
  if (equal.length > 0 || looked.length > selective.length) return undefined
  const range = selective.find(({ condition }) => !condition.fixed && (condition.how === 'range' || condition.how === 'both'))
  if (range) return result(range.field, 'range')
  // A few rows out of all in an order: without an index all are read and sorted.
  if (asking.conditions.length > 0 || !isFew(call, asking.gives)) return undefined
  const sorted = fieldOf(model, asking.sorts[0]) ?? model.fields.find(({ column }) => column === asking.sorts[0])
  return sorted && isIndexable(sorted) && !leads(sorted) ? result(sorted, 'sort') : undefined
}

const isFew = (call: Reached['call'], gives: string): boolean =>
  call.facts.rows === 'one' || gives === 'limited' || gives === 'one' || (call.facts.options?.limit !== undefined && call.option('limit').state === 'set')

export const tableOf = ({ table, name }: SchemaModel): string => table ?? name

/** The column that a condition is on; that of a relation's key where it is on the relation's own key: `author: { id }`. */
function columnOf(model: SchemaModel, { column, relation, parts }: Condition): SchemaField | undefined {
  if (column === undefined) return undefined
  const field = fieldOf(model, column) ?? model.fields.find(each => each.column === column)
  // A relation compared with something that is put together elsewhere.
  if (!relation) return field?.relation && !field.relation.fields.includes(field.name) ? undefined : field
  if (!field?.relation) return undefined
  const [inner] = parts?.[0] ?? []
  const isKey = parts?.[0]?.length === 1 && inner?.column !== undefined && field.relation.references.length === 1 && field.relation.references[0] === inner.column
  return isKey ? fieldOf(model, field.relation.fields[0]) ?? field : undefined
}

function isLeading(field: SchemaField, schema: SchemaFacts, model: SchemaModel, byLibrary: readonly string[] | undefined): boolean {
  const names = [field.name, ...field.relation?.fields ?? []]
  if ([...model.unique, ...model.indexes].some(([first]) => first !== undefined && names.includes(first))) return true
  if (!isReference(model, field)) return false
  const { provider, relationMode } = schema
  // Unknown databases may be one that does.
  if (provider === undefined) return true
  if (byLibrary?.includes(provider)) return true
  return indexesReferences.has(provider) && relationMode !== 'prisma'
}

/** Part of a foreign key, or a relation that is kept in a column of its own. */
const isReference = (model: SchemaModel, field: SchemaField): boolean =>
  field.refers !== undefined || field.relation !== undefined || model.fields.some(({ relation, list }) => relation !== undefined && !list && relation.fields[0] === field.name)

const notIndexed = new Set(['Json', 'Bytes'])

const isIndexable = (field: SchemaField): boolean => !notIndexed.has(field.type) && (!field.list || field.refers !== undefined)
