import type { SchemaWords } from '../../kit/definitions.ts'
import type { Call, Value } from '../../kit/library.ts'
import type { QueryWords } from '../../kit/query-words.ts'

/** How MikroORM's entities are written. */
export const words: SchemaWords = {
  optional: false,
  column: { primary: ['primary'], unique: ['unique'], index: ['index'], optional: ['nullable'], list: ['array'], type: ['type'], named: ['fieldName', 'name'] },
  model: { name: ['name', 'className'], table: ['tableName', 'collection'], columns: ['properties'], indexes: ['indexes'], uniques: ['uniques'] },
  index: { columns: ['properties'], unique: ['unique'] },
  relation: { target: ['entity'], back: ['mappedBy', 'inversedBy'], second: 'back', kinds: { manyToOne: 'many-to-one', oneToOne: 'one-to-one', oneToMany: 'one-to-many', manyToMany: 'many-to-many' } },
  adds: { how: 'decorator', name: 'Index', from: '@mikro-orm/core' },
  indexesForeignKeys: ['mysql', 'sqlite', 'sqlserver'],
  uniqueOneToOne: true,
}

const model: Call = { decorates: { what: 'model' } }
const column: Call = { decorates: { what: 'column' } }
const primary: Call = { decorates: { what: 'column', primary: true } }

export const exports: Record<string, Value> = {
  Entity: model,
  Property: column, Enum: { decorates: { what: 'column', type: 'enum' } }, Formula: column, Embedded: column, PrimaryKey: primary, SerializedPrimaryKey: primary,
  Index: { decorates: { what: 'index' } }, Unique: { decorates: { what: 'unique' } },
  ManyToOne: { decorates: { what: 'relation', relation: 'many-to-one' } }, OneToOne: { decorates: { what: 'relation', relation: 'one-to-one' } },
  OneToMany: { decorates: { what: 'relation', relation: 'one-to-many' } }, ManyToMany: { decorates: { what: 'relation', relation: 'many-to-many' } },
  defineEntity: { defines: { what: 'model', whole: 0 }, returns: 'DefinedEntity' },
  EntitySchema: { class: 'DefinedEntity', new: { defines: { what: 'model', whole: 0 } } },
}

/** How MikroORM's queries say which rows they want. */
export const asks: QueryWords = {
  objects: [
    { calls: ['find', 'findAndCount', 'findOne', 'findOneOrFail', 'count'], argument: 0, sorts: 'orderBy', sortsAt: 1 },
    { calls: ['findAll', 'findByCursor'], argument: 0, property: 'where', sorts: 'orderBy' },
  ],
  equals: ['$eq'], in: ['$in'], range: ['$gt', '$gte', '$lt', '$lte'], text: ['$like', '$ilike', '$re', '$fulltext'],
  all: ['$and'], any: ['$or'], other: ['$ne', '$nin', '$not', '$exists', '$contains', '$contained', '$overlap', '$some', '$none', '$every'],
}
