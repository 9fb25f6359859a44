import type { Defines, SchemaWords } from '../../kit/definitions.ts'
import type { Call, Value } from '../../kit/library.ts'
import type { QueryWords } from '../../kit/query-words.ts'

/** How Sequelize's models are written, with and without decorators. */
export const words: SchemaWords = {
  optional: true, key: 'id', underscores: 'underscored',
  column: { primary: ['primaryKey'], unique: ['unique'], required: ['PrimaryKey'], optional: ['allowNull'], type: ['type'], named: ['field'], references: ['references', 'ForeignKey'] },
  model: { name: ['modelName'], table: ['tableName'], indexes: ['indexes'] },
  index: { columns: ['fields'], unique: ['unique'], type: ['type'] },
  adds: { how: 'option', property: 'indexes', columns: 'fields' },
  relation: { fields: ['foreignKey'], as: ['as'], second: 'fields' },
  timestamps: { option: 'timestamps', otherwise: true, columns: ['createdAt', 'updatedAt'] },
}

const relation = (kind: 'many-to-one' | 'one-to-one' | 'one-to-many' | 'many-to-many'): Call => ({ defines: { what: 'relation', relation: kind, target: 0, options: 1 } })

/** Of every model. */
export const members: Record<string, Value> = {
  belongsTo: relation('many-to-one'), hasOne: relation('one-to-one'), hasMany: relation('one-to-many'), belongsToMany: relation('many-to-many'),
  init: { defines: { what: 'model', columns: 0, options: 1, receiver: true } },
}
export const define: Defines = { what: 'model', name: 0, columns: 1, options: 2 }

const word = (name: string): Call => ({ decorates: { what: 'word', word: name } })
const column: Call = { decorates: { what: 'column' } }

export const exports: Record<string, Value> = {
  Table: { decorates: { what: 'model' } }, Column: column, CreatedAt: column, UpdatedAt: column, DeletedAt: column,
  PrimaryKey: word('primaryKey'), Unique: { decorates: { what: 'unique' } }, Index: { decorates: { what: 'index' } }, AllowNull: word('allowNull'), ForeignKey: word('references'),
  BelongsTo: { decorates: { what: 'relation', relation: 'many-to-one' } }, HasOne: { decorates: { what: 'relation', relation: 'one-to-one' } },
  HasMany: { decorates: { what: 'relation', relation: 'one-to-many' } }, BelongsToMany: { decorates: { what: 'relation', relation: 'many-to-many' } },
}

/** How Sequelize's queries say which rows they want. */
export const asks: QueryWords = {
  objects: [
    { calls: ['findAll', 'findOne', 'findAndCountAll', 'count'], argument: 0, property: 'where', sorts: 'order', few: ['group'] },
    { calls: ['findByPk'], argument: 0, isKey: true },
  ],
  equals: ['eq'], in: ['in', 'any'], range: ['gt', 'gte', 'lt', 'lte'], both: ['between'], text: ['like', 'iLike', 'substring', 'startsWith', 'endsWith', 'regexp', 'iRegexp', 'notLike', 'notILike'],
  all: ['and'], any: ['or'], other: ['not', 'ne', 'is', 'notIn', 'notBetween', 'contains', 'overlap', 'col'],
}
