import type { SchemaWords } from '../../kit/definitions.ts'
import type { Type, Value } from '../../kit/library.ts'
import { operators } from './mongodb.ts'
import type { QueryWords } from '../../kit/query-words.ts'

/** How Mongoose's documents are written. */
export const words: SchemaWords = {
  optional: true, documents: true, key: '_id',
  column: { unique: ['unique'], index: ['index', 'sparse', 'text', 'expires'], required: ['required'], type: ['type'], references: ['ref', 'refPath'] },
  model: { table: ['collection'] },
  adds: { how: 'word', word: 'index' },
  index: { columns: [], unique: ['unique'] },
  relation: { target: ['ref'], fields: ['localField'], references: ['foreignField'] },
  timestamps: { option: 'timestamps', otherwise: false, columns: ['createdAt', 'updatedAt'] },
}

/** What makes a model of a schema. */
export const model: Value = { returns: 'Model', defines: { what: 'model', name: 0, schema: 1 } }

export const exports: Record<string, Value> = { Schema: { class: 'Schema', new: { defines: { what: 'model', columns: 0, options: 1 } } } }

export const types: Record<string, Type> = {
  Schema: {
    names: ['Schema'],
    adds: { statics: 'Model', static: 'Model', methods: 'Document', method: 'Document' },
    new: { defines: { what: 'model', columns: 0, options: 1 } },
    members: { index: { returns: 'self', defines: { what: 'index', columns: 0, options: 1 } }, virtual: { defines: { what: 'virtual', name: 0, options: 1 } } },
  },
}

/** How Mongoose's queries say which documents they want. */
export const asks: QueryWords = {
  objects: [{ calls: ['find', 'findOne', 'countDocuments', 'exists', 'count'], argument: 0, limit: { argument: 2, property: 'limit' } }, { calls: ['findById'], argument: 0, isKey: true }],
  links: {
    sorts: ['sort'], limits: ['limit'], one: ['findOne'], few: ['countDocuments', 'distinct', 'count', 'explain'], streams: ['cursor', 'stream'],
    ends: ['exec', 'orFail'],
    neutral: ['find', 'exec', 'lean', 'populate', 'select', 'session', 'read', 'hint', 'maxTimeMS', 'comment', 'collation', 'skip', 'orFail', 'setOptions', 'findById', 'allowDiskUse'],
  },
  few: ['distinct', 'aggregate', 'populate', 'paginate', 'aggregatePaginate'],
  ...operators,
}
