/** Looks into a data schema: models by the name that code has for them, columns, keys and relations. */
import type { SchemaFacts, SchemaField, SchemaModel } from './schema.ts'
import { small } from './names.ts'

/** The model that a client calls `user`. */
export function modelOf(schema: SchemaFacts | undefined, subject: string | undefined): SchemaModel | undefined {
  if (subject === undefined) return undefined
  return schema?.models.find(({ name }) => name === subject || small(name) === subject)
}

export function fieldOf(model: SchemaModel | undefined, name: string | undefined): SchemaField | undefined {
  return model?.fields.find(field => field.name === name)
}

/** Whether the column alone identifies one row. */
export const isUnique = (model: SchemaModel, column: string): boolean =>
  model.unique.some(columns => columns.length === 1 && columns[0] === column)

const comparedAsObjects = new Set(['DateTime', 'Decimal', 'Bytes', 'Json'])

/** Whether values of the column are found again in a map: dates and documents are not, numbers and texts are. */
export const isMapKey = (field: SchemaField): boolean =>
  !field.list && !field.relation && !comparedAsObjects.has(field.type)

const foldsCase = new Set(['mysql', 'sqlserver'])

/** Whether the database may find `A` where `a` was asked for, which a map does not. */
export const mayFoldCase = (schema: SchemaFacts, field: SchemaField): boolean =>
  field.type === 'String' && foldsCase.has(schema.provider ?? '')

const mostKeys: Record<string, number> = { sqlite: 1000, sqlserver: 2000 }

/**
 * What is left open of a list that is asked for at once, with an order or a limit: the library cannot cut such a list
 * into parts, and some databases take few keys. Undefined where there is room enough.
 */
export const lengthDoubt = (schema: SchemaFacts | undefined, list: string, known: number | undefined): string | undefined => {
  const most = mostKeys[schema?.provider ?? '']
  return most === undefined || (known !== undefined && known < most) ? undefined : `${list} has fewer than ${most} elements`
}
