import { library, type Call, type Type } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one', builds: true, returns: 'Query' }
const many: Call = { does: 'query', rows: 'many', builds: true, returns: 'Query' }
const number: Call = { does: 'query', rows: 'number', builds: true, returns: 'Query' }
const change: Call = { does: 'write', builds: true, returns: 'Query' }
const write: Call = { does: 'write' }

const model: Type = {
  names: ['Model'],
  new: { returns: 'Document' },
  members: {
    find: many, findOne: one, findById: one, exists: one, distinct: many, aggregate: many, where: many,
    countDocuments: number, estimatedDocumentCount: number,
    create: write, insertMany: write, insertOne: write, bulkWrite: write, bulkSave: write,
    updateOne: change, updateMany: change, replaceOne: change, deleteOne: change, deleteMany: change,
    findOneAndUpdate: change, findOneAndDelete: change, findOneAndReplace: change, findByIdAndUpdate: change, findByIdAndDelete: change,
    populate: { does: 'query', rows: 'many' }, hydrate: { returns: 'Document' }, watch: {},
  },
}
const connection: Type = {
  names: ['Connection'],
  members: {
    model: { returns: 'Model' }, models: { is: 'Models' }, transaction: { runs: [{ argument: 0, times: 'once', gives: true, transaction: true }] },
    close: { does: 'release' }, collection: { returns: 'MongoDB#Collection' },
  },
}
/** Connecting again while connected gives the same connection, so it is none per request. */
const shared: Call = {}
const open: Call = { does: 'connect', connection: 'pooled-client', returns: 'Connection' }

export default library({
  name: 'Mongoose',
  packages: ['mongoose'],
  docs: 'https://mongoosejs.com/docs/queries.html',
  exports: {
    default: { is: 'Mongoose' }, model: { returns: 'Model' }, models: { is: 'Models' }, connect: shared, createConnection: open, connection: { is: 'Connection' },
    Mongoose: { class: 'Mongoose' },
  },
  types: {
    Mongoose: { names: ['Mongoose'], members: { model: { returns: 'Model' }, models: { is: 'Models' }, connect: shared, createConnection: open, connection: { is: 'Connection' }, disconnect: { does: 'release' } } },
    Connection: connection,
    Models: { members: { '*': { is: 'Model' } } },
    Model: model,
    Query: { names: ['Query', 'Aggregate'], members: { '*': { returns: 'self' } } },
    Document: { names: ['Document', 'HydratedDocument'], members: { save: write, deleteOne: write, updateOne: write, populate: { does: 'query', rows: 'one' } } },
  },
})
