import { library, type Call, type ManyByFilter, type Type, type Value } from '../kit/library.ts'
import * as definitions from './definitions/mongoose.ts'
import { changes } from './mongodb.ts'

/** Methods along a chain that make a query a change: `Post.find(…).deleteMany()`. */
const becomes = {
  updateOne: 'write', updateMany: 'write', replaceOne: 'write', deleteOne: 'write', deleteMany: 'write', findOneAndUpdate: 'write',
  findOneAndDelete: 'write', findOneAndReplace: 'write', remove: 'write',
} as const
const one: Call = { does: 'query', rows: 'one', row: 'Document', builds: true, returns: 'Query', becomes }
const many: Call = { does: 'query', rows: 'many', row: 'Document', builds: true, returns: 'Query', becomes }
const filter: ManyByFilter = {
  style: 'filter', argument: 0, call: 'find', in: '$in', id: '_id', projection: 1, casts: true, plain: 'lean', populates: ['populate'], selects: ['select'],
  keeps: ['lean', 'populate', 'select', 'exec', 'session', 'read', 'hint', 'maxTimeMS', 'comment'], missing: 'null',
}
const counts: ManyByFilter = { ...filter, groups: { call: 'aggregate' }, keeps: ['exec', 'session', 'read', 'hint'], missing: 'number' }
/** Neither its filter nor what it gives goes through the schema. */
const stages: ManyByFilter = { style: 'filter', argument: 0, call: 'aggregate', in: '$in', id: '_id', keeps: ['exec', 'session', 'read', 'hint', 'allowDiskUse'], selects: [], stages: true, missing: 'rows' }
const plain: Call = { does: 'query', rows: 'many', builds: true, returns: 'Query' }
const number: Call = { does: 'query', rows: 'number', builds: true, returns: 'Query' }
const change: Call = { does: 'write', builds: true, returns: 'Query' }
const write: Call = { does: 'write' }
/** As with the driver, but that hooks run for each call. */
const alike = (name: keyof typeof changes): Call => {
  const { manyKeys, manyOperations }: Call = changes[name]
  const skips = 'hook runs on single documents'
  return { ...change, target: 'receiver', ...manyKeys && { manyKeys: { ...manyKeys, skips } }, ...manyOperations && { manyOperations: { ...manyOperations, skips } } }
}
/** Documents that were found in a session stay in it. */
const told = (argument: number, fact: Call): Call => ({ ...fact, takesHandle: { argument, path: 'session', links: ['session', '$session'], remembered: true } })
/** Many documents are populated with one query for each path, and none where there is no document. */
const populate: Call = { does: 'query', rows: 'many', takesHandle: { argument: 0 } }

const model: Type = {
  names: ['Model', 'AggregatePaginateModel', 'PaginateModel', 'SoftDeleteModel', 'PassportLocalModel'],
  model: 0, madeOf: 1,
  new: { returns: 'Document' },
  members: {
    find: told(2, { ...many, many: { ...filter, keeps: [...filter.keeps, 'sort'], missing: 'rows' } }),
    findOne: told(2, { ...one, many: { ...filter, keeps: [...filter.keeps, 'sort'], sorts: 'sort' } }), findById: told(2, { ...one, many: { ...filter, key: '_id' } }),
    where: told(9, many), $where: told(9, many), exists: told(9, { ...one, row: undefined, many: { ...filter, keeps: ['exec', 'session', 'read'], keyOnly: '.select({field}).lean()' } }), distinct: told(2, plain),
    aggregate: told(1, { does: 'query', rows: 'many', builds: true, returns: 'Aggregate', many: stages }), paginate: plain, aggregatePaginate: plain,
    countDocuments: told(1, { ...number, many: counts }), estimatedDocumentCount: number, count: told(1, number),
    create: {
      ...write, returns: 'Document', target: 'receiver', takesHandle: { argument: 1, path: 'session', list: true },
      manyRows: { argument: 0, call: 'insertMany', gives: 'row', keeps: [], empty: 'nothing', skips: 'hook runs on `save`', failsAs: 'MongoBulkWriteError' },
    },
    insertMany: told(1, write), insertOne: told(1, { ...write, returns: 'Document' }), bulkWrite: told(1, write),
    bulkSave: told(1, write), save: told(0, write),
    updateOne: told(2, alike('updateOne')), updateMany: told(2, alike('updateMany')), replaceOne: told(2, alike('replaceOne')),
    deleteOne: told(1, alike('deleteOne')), deleteMany: told(1, alike('deleteMany')), remove: told(1, change),
    update: told(2, change),
    findOneAndUpdate: told(2, change), findOneAndDelete: told(1, change), findOneAndReplace: told(2, change), findOneAndRemove: told(1, change),
    findByIdAndUpdate: told(2, { ...change, target: 'receiver', manyOperations: { call: 'bulkWrite', operation: 'updateOne', names: ['filter', 'update'], key: '_id', options: ['upsert'], skips: 'hook runs on single documents' } }),
    findByIdAndDelete: told(1, { ...change, target: 'receiver', manyOperations: { call: 'bulkWrite', operation: 'deleteOne', names: ['filter'], key: '_id', options: [], skips: 'hook runs on single documents' } }), findByIdAndRemove: told(1, change),
    populate, hydrate: { returns: 'Document' }, discriminator: { returns: 'self' }, watch: {}, startSession: { returns: 'MongoDB#Session' },
    db: { is: 'Connection' }, collection: { is: 'MongoDB#Collection' },
  },
}
const transaction: Call = { runs: [{ argument: 0, with: ['MongoDB#Session'], times: 'once', gives: true, transaction: true }] }
const shared: Record<string, Value> = {
  model: { ...definitions.model, model: 0 }, models: { is: 'Models' }, startSession: { returns: 'MongoDB#Session' },
}
const connection: Type = {
  names: ['Connection'],
  members: {
    ...shared, transaction, close: { does: 'release' }, destroy: { does: 'release' }, collection: { returns: 'MongoDB#Collection' }, db: { is: 'MongoDB#Database' },
    useDb: { returns: 'self' }, asPromise: { returns: 'self' }, getClient: { returns: 'MongoDB#Client' },
  },
}
/** Connecting again while connected gives the same connection, so it is none per request. */
const connect: Call = {}
const open: Call = { does: 'connect', connection: 'pooled-client', returns: 'Connection' }
const set: Call = { configures: [{ option: 'ambient-transaction', libraries: ['Mongoose'], when: { argument: 0, is: 'transactionAsyncLocalStorage' } }] }
const module: Record<string, Value> = { ...shared, ...definitions.exports, set, connect, createConnection: open, connection: { is: 'Connection' }, disconnect: { does: 'release' } }

export default library({
  name: 'Mongoose',
  packages: ['mongoose'],
  docs: 'https://mongoosejs.com/docs/queries.html',
  asks: definitions.asks,
  over: ['MongoDB'],
  handles: { name: 'session' },
  schema: definitions.words,
  exports: { default: { is: 'Mongoose' }, ...module, Mongoose: { class: 'Mongoose' }, Model: { class: 'Model' } },
  types: {
    ...definitions.types,
    Mongoose: { names: ['Mongoose'], members: module },
    Connection: connection,
    Models: { members: { '*': { is: 'Model' } } },
    Model: model,
    Query: { names: ['Query'], members: { cursor: {}, '*': { returns: 'self' } } },
    Aggregate: { names: ['Aggregate'], members: { cursor: {}, '*': { returns: 'self' } } },
    Document: {
      names: ['Document', 'HydratedDocument'], model: 0, madeOf: 1,
      members: {
        save: told(0, write), deleteOne: told(0, write), updateOne: told(1, write), replaceOne: told(1, write), remove: told(0, write), update: told(1, write), populate: { ...populate, rows: 'one', returns: 'self', fills: { link: 'populate', unless: ['lean', 'cursor'], before: ['exec'] } },
        execPopulate: {}, $model: { returns: 'Model' }, model: { returns: 'Model' },
      },
    },
  },
})
