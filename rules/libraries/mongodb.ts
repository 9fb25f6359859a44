import { library, type Call, type Type } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one' }
const many: Call = { does: 'query', rows: 'many', builds: true, returns: 'Cursor' }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }

const collection: Type = {
  names: ['Collection'],
  members: {
    find: many, aggregate: many, findOne: one, distinct: { does: 'query', rows: 'many' }, countDocuments: number, estimatedDocumentCount: number,
    insertOne: write, insertMany: write, updateOne: write, updateMany: write, replaceOne: write, deleteOne: write, deleteMany: write, bulkWrite: write,
    findOneAndUpdate: write, findOneAndDelete: write, findOneAndReplace: write, watch: {},
  },
}

export default library({
  name: 'MongoDB',
  packages: ['mongodb'],
  docs: 'https://www.mongodb.com/docs/drivers/node/current/crud/',
  exports: { MongoClient: { class: 'Client', new: { does: 'connect', connection: 'pooled-client' } } },
  types: {
    Client: {
      names: ['MongoClient'],
      static: { connect: { does: 'connect', connection: 'pooled-client', returns: 'Client' } },
      members: {
        connect: { returns: 'self' }, db: { returns: 'Database' }, startSession: { returns: 'Session' }, close: { does: 'release' },
        withSession: { runs: [{ argument: 'last', with: ['Session'], times: 'once', gives: true }] },
      },
    },
    Database: { names: ['Db'], members: { collection: { returns: 'Collection' }, command: { does: 'query', rows: 'one' }, aggregate: many } },
    Collection: collection,
    Cursor: { names: ['FindCursor', 'AggregationCursor'], members: { '*': { returns: 'self' } } },
    Session: { names: ['ClientSession'], members: { withTransaction: { runs: [{ argument: 0, times: 'once', gives: true }] }, endSession: { does: 'release' } } },
  },
})
