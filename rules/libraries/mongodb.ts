import { library, type Call, type ManyByFilter, type Type } from '../kit/library.ts'
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
const open: Call = { does: 'connect', connection: 'pooled-client', returns: 'Client' }

const collection: Type = {
  names: ['Collection'],
  members: {
    find: told(1, { ...many, many: { ...filter, keeps: [...filter.keeps, 'toArray', 'project', 'sort'], missing: 'rows' } }),
    findOne: told(1, { ...one, many: filter }), aggregate: told(1, many), listIndexes: many, distinct: told(2, { does: 'query', rows: 'many' }), indexes: { does: 'query', rows: 'many' },
    countDocuments: told(1, number), estimatedDocumentCount: number, count: told(1, number),
    insertOne: told(1, { ...write, target: 'receiver', manyRows: { argument: 0, call: 'insertMany', gives: 'nothing', keeps: [], empty: 'throws', partial: true, failsAs: 'MongoBulkWriteError' } }), insertMany: told(1, write), updateOne: told(2, write), updateMany: told(2, write), replaceOne: told(2, write),
    deleteOne: told(1, write), deleteMany: told(1, write), bulkWrite: told(1, write),
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
