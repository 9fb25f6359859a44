import { library, type Call, type ManyByFilter, type Type, type Value } from '../kit/library.ts'

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
const plain: Call = { does: 'query', rows: 'many', builds: true, returns: 'Query' }
const number: Call = { does: 'query', rows: 'number', builds: true, returns: 'Query' }
const change: Call = { does: 'write', builds: true, returns: 'Query' }
const write: Call = { does: 'write' }
/** Many documents are populated with one query for each path, and none where there is no document. */
const populate: Call = { does: 'query', rows: 'many' }

const model: Type = {
  names: ['Model', 'AggregatePaginateModel', 'PaginateModel', 'SoftDeleteModel', 'PassportLocalModel'],
  new: { returns: 'Document' },
  members: {
    find: { ...many, many: { ...filter, keeps: [...filter.keeps, 'sort'], missing: 'rows' } },
    findOne: { ...one, many: filter }, findById: { ...one, many: { ...filter, key: '_id' } },
  where: many, $where: many, exists: { ...one, row: undefined }, distinct: plain,
    aggregate: { does: 'query', rows: 'many', builds: true, returns: 'Aggregate' }, paginate: plain, aggregatePaginate: plain,
    countDocuments: number, estimatedDocumentCount: number, count: number,
    create: { ...write, returns: 'Document' }, insertMany: write, insertOne: { ...write, returns: 'Document' }, bulkWrite: write, bulkSave: write, save: write,
    updateOne: change, updateMany: change, replaceOne: change, deleteOne: change, deleteMany: change, remove: change, update: change,
    findOneAndUpdate: change, findOneAndDelete: change, findOneAndReplace: change, findOneAndRemove: change,
    findByIdAndUpdate: change, findByIdAndDelete: change, findByIdAndRemove: change,
    populate, hydrate: { returns: 'Document' }, discriminator: { returns: 'self' }, watch: {}, startSession: { returns: 'MongoDB#Session' },
    db: { is: 'Connection' }, collection: { is: 'MongoDB#Collection' },
  },
}
const transaction: Call = { runs: [{ argument: 0, with: ['MongoDB#Session'], times: 'once', gives: true, transaction: true }] }
const shared: Record<string, Value> = {
  model: { returns: 'Model' }, models: { is: 'Models' }, startSession: { returns: 'MongoDB#Session' },
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
const module: Record<string, Value> = { ...shared, connect, createConnection: open, connection: { is: 'Connection' }, disconnect: { does: 'release' } }

export default library({
  name: 'Mongoose',
  packages: ['mongoose'],
  docs: 'https://mongoosejs.com/docs/queries.html',
  exports: { default: { is: 'Mongoose' }, ...module, Mongoose: { class: 'Mongoose' }, Model: { class: 'Model' } },
  types: {
    Mongoose: { names: ['Mongoose'], members: module },
    Connection: connection,
    Models: { members: { '*': { is: 'Model' } } },
    Model: model,
    Query: { names: ['Query'], members: { cursor: {}, '*': { returns: 'self' } } },
    Aggregate: { names: ['Aggregate'], members: { cursor: {}, '*': { returns: 'self' } } },
    Document: {
      names: ['Document', 'HydratedDocument'],
      members: {
        save: write, deleteOne: write, updateOne: write, replaceOne: write, remove: write, update: write, populate: { ...populate, rows: 'one', returns: 'self' },
        execPopulate: {}, $model: { returns: 'Model' }, model: { returns: 'Model' },
      },
    },
  },
})
