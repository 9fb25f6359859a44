import { library, type Call, type ManyByFilter, type ManyKeys, type ManyOperations, type Type } from '../kit/library.ts'
import { asks } from './definitions/mongodb.ts'

const one: Call = { does: 'query', rows: 'one' }
const many: Call = { does: 'query', rows: 'many', builds: true, returns: 'Cursor' }
const filter: ManyByFilter = {
  style: 'filter', argument: 0, call: 'find', end: 'toArray', in: '$in', id: '_id', projection: 1, projectionIn: 'projection',
  keeps: ['projection', 'session', 'readPreference', 'hint', 'maxTimeMS', 'comment'], selects: ['project'], missing: 'null',
}
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }
const told = (argument: number, fact: Call): Call => ({ ...fact, takesHandle: { argument, path: 'session' } })
/** Done twice, these do no more than done once. */
const operators = ['$set', '$unset', '$currentDate', '$addToSet', '$pull', '$min', '$max']
const keyLists = { argument: 0, in: { property: '$in' }, keeps: ['session'], empty: 'nothing', partial: true, limit: 100_000 } satisfies ManyKeys
const operation = (name: string, ...names: string[]): ManyOperations => ({ call: 'bulkWrite', operation: name, names, options: names.length > 1 ? ['upsert'] : [] })
const filtered: Call = { ...write, target: 'receiver' }
/** Mongoose's are the same, besides what it does for single documents. */
export const changes = {
  deleteOne: { ...filtered, manyKeys: { ...keyLists, call: 'deleteMany', id: '_id' }, manyOperations: operation('deleteOne', 'filter') },
  deleteMany: { ...filtered, manyKeys: keyLists },
  updateOne: { ...filtered, manyKeys: { ...keyLists, call: 'updateMany', id: '_id', change: 1, operators }, manyOperations: operation('updateOne', 'filter', 'update') },
  updateMany: { ...filtered, manyKeys: { ...keyLists, change: 1, operators }, manyOperations: operation('updateMany', 'filter', 'update') },
  replaceOne: { ...filtered, manyOperations: operation('replaceOne', 'filter', 'replacement') },
} satisfies Record<string, Call>
const open: Call = { does: 'connect', connection: 'pooled-client', returns: 'Client' }

const collection: Type = {
  names: ['Collection'],
  members: {
    find: told(1, { ...many, many: { ...filter, keeps: [...filter.keeps, 'toArray', 'project', 'sort'], missing: 'rows' } }),
    findOne: told(1, { ...one, many: { ...filter, keeps: [...filter.keeps, 'sort'], sorts: 'sort' } }), aggregate: told(1, { ...many, many: { ...filter, stages: true, keeps: [], selects: [], missing: 'rows' } }), listIndexes: many, distinct: told(2, { does: 'query', rows: 'many' }), indexes: { does: 'query', rows: 'many' },
    countDocuments: told(1, { ...number, many: { ...filter, groups: { call: 'aggregate', end: 'toArray' }, keeps: ['session', 'readPreference', 'maxTimeMS', 'comment'], missing: 'number' } }), estimatedDocumentCount: number, count: told(1, number),
    insertOne: told(1, { ...write, target: 'receiver', manyRows: { argument: 0, call: 'insertMany', gives: 'nothing', keeps: [], empty: 'throws', partial: true, failsAs: 'MongoBulkWriteError' } }), insertMany: told(1, write),
    updateOne: told(2, changes.updateOne), updateMany: told(2, changes.updateMany), replaceOne: told(2, changes.replaceOne),
    deleteOne: told(1, changes.deleteOne), deleteMany: told(1, changes.deleteMany), bulkWrite: told(1, write),
    findOneAndUpdate: told(2, write), findOneAndDelete: told(1, write), findOneAndReplace: told(2, write), createIndex: write, createIndexes: write, drop: write,
    initializeUnorderedBulkOp: { returns: 'Bulk' }, initializeOrderedBulkOp: { returns: 'Bulk' }, watch: {},
  },
}

export default library({
  name: 'MongoDB',
  packages: ['mongodb'],
  docs: 'https://www.mongodb.com/docs/drivers/node/current/crud/',
  asks,
  exports: { MongoClient: { class: 'Client', new: { does: 'connect', connection: 'pooled-client' } } },
  types: {
    Client: {
      names: ['MongoClient'],
      static: { connect: open },
      members: {
        connect: { returns: 'self' }, db: { returns: 'Database' }, startSession: { returns: 'Session' }, close: { does: 'release' }, bulkWrite: write,
        withSession: { runs: [{ argument: 'last', with: ['Session'], times: 'once', gives: true }] },
      },
    },
    Database: {
      names: ['Db'],
      members: {
        collection: { returns: 'Collection' }, createCollection: { does: 'write', returns: 'Collection' }, command: { does: 'query', rows: 'one' }, aggregate: many,
        listCollections: many, collections: { does: 'query', rows: 'many' }, stats: { does: 'query', rows: 'one' }, dropCollection: write,
      },
    },
    Collection: collection,
    /** Walked by `for await`, `next` and `forEach`, it fetches its rows in batches. */
    Cursor: { names: ['FindCursor', 'AggregationCursor', 'ListCollectionsCursor', 'ListIndexesCursor'], members: { '*': { returns: 'self' } } },
    /** Collects writes, and sends them together. */
    Bulk: { names: ['UnorderedBulkOperation', 'OrderedBulkOperation'], members: { execute: write, '*': { returns: 'self' } } },
    Session: {
      names: ['ClientSession'],
      members: {
        withTransaction: { runs: [{ argument: 0, with: ['Session'], times: 'once', gives: true, transaction: true, handle: 'receiver' }] }, startTransaction: { begins: 'receiver' },
        commitTransaction: { ends: 'commit' }, abortTransaction: { ends: 'rollback' }, endSession: { does: 'release' },
      },
    },
  },
})
