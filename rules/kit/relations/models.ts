/** Looks into a data schema: models by the name that code has for them, columns, keys and relations. */
import type { Library } from '../library.ts'
import type { About, Call } from '../rule.ts'
import type { SchemaFacts, SchemaField, SchemaModel } from '../schema.ts'
import { small } from '../edits/names.ts'

/** The model that a client calls `user`. */
export function modelOf(schema: SchemaFacts | undefined, subject: string | undefined): SchemaModel | undefined {
  if (subject === undefined) return undefined
  return schema?.models.find(({ name }) => name === subject || small(name) === subject)
}

/** The schema behind a call, and the model that it asks; undefined where none is known. */
export function askedBy(call: Call, about: About): { schema: SchemaFacts | undefined; model: SchemaModel | undefined } {
  if (call.model) return call.model
  const schema = about.schema(call.source.path, call.library.name)
  return { schema, model: modelOf(schema, call.subject) }
}

export function fieldOf(model: SchemaModel | undefined, name: string | undefined): SchemaField | undefined {
  return model?.fields.find(field => field.name === name)
}

/** Whether the column alone identifies one row. */
export const isUnique = (model: SchemaModel, column: string): boolean =>
  model.unique.some(columns => columns.length === 1 && columns[0] === column)

/** Whether typed code knows rows of the model to have the member: its class declares it, or nothing is typed. */
export function declares(about: About, { name, at }: SchemaModel, member: string): boolean {
  const holder = at && about.source(at.path)
  if (!holder?.facts.language.startsWith('ts')) return true
  return holder.ofKind('class').some(id => {
    const own = holder.as(id, 'class')!
    return own.name === name && own.members.some(each => each.name === member)
  })
}

const comparedAsObjects = new Set(['DateTime', 'Decimal', 'Bytes', 'Json'])

/** Whether values of the column are found again in a map: dates and documents are not, numbers and texts are. */
export const isMapKey = (field: SchemaField): boolean =>
  !field.list && !field.relation && !comparedAsObjects.has(field.type)

/** The column that identifies a row by itself, where there is just one or one by the usual name. */
export function keyOf(model: SchemaModel | undefined): string | undefined {
  if (model?.primary) return model.primary.length === 1 ? model.primary[0] : undefined
  const single = model?.unique.flatMap(columns => (columns.length === 1 ? columns : [])) ?? []
  return single.includes('id') ? 'id' : single.length === 1 ? single[0] : undefined
}

/** The database behind a client: what its schema says, else what its package uses; undefined where both leave it open. */
export function providerOf(schema: SchemaFacts | undefined, library: Library, dependencies: ReadonlyMap<string, string>): string | undefined {
  if (schema?.provider !== undefined) return schema.provider
  const found = new Set(Object.entries(library.drivers ?? {}).flatMap(([name, provider]) => (dependencies.has(name) ? [provider] : [])))
  return found.size === 1 ? [...found][0] : undefined
}

const foldsCase = new Set(['mysql', 'sqlserver'])

/** Whether the database may find `A` where `a` was asked for, which a map does not. */
export const mayFoldCase = (provider: string | undefined, { drivers }: Library): boolean =>
  provider === undefined ? drivers !== undefined : foldsCase.has(provider)

const mostKeys: Record<string, number> = { sqlite: 1000, sqlserver: 2000 }
/** What lists of a library's own making come to: its SQLite is never older than this limit. */
const mostUncut: Record<string, number> = { sqlserver: 2000 }

/**
 * What is left open of a list that is asked for at once: the library does not cut it into parts (those that do, not
 * with an order or a limit), and some databases take few keys. Undefined where there is room enough.
 */
export function lengthDoubt(provider: string | undefined, { cuts }: { cuts?: true }, list: string, known: number | undefined): string | undefined {
  const most = (cuts ? mostKeys : mostUncut)[provider ?? '']
  return most === undefined || (known !== undefined && known < most) ? undefined : `${list} has fewer than ${most} elements`
}

const scalars = new Set(['String', 'Int', 'BigInt', 'Float', 'Decimal', 'DateTime', 'Json', 'Bytes', 'ObjectId', 'Unsupported', 'unknown'])

/** Truth values and enumerations: each of their values is that of many rows, so that an index on them alone helps little. */
export const isOfFewValues = ({ type, relation, refers }: SchemaField): boolean =>
  !relation && !refers && (type === 'Boolean' || type === 'Enum' || (!scalars.has(type) && /^[A-Z]/.test(type)))
