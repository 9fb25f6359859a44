import { library, type Call, type Type, type Value } from '../kit/library.ts'

const rows: Call = { does: 'query', rows: 'many', rowsIn: 'docs', row: 'Snapshot' }
const one: Call = { does: 'query', rows: 'one', row: 'Snapshot' }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }
const self: Call = { returns: 'self' }

/** What narrows a query down, and asks for it. */
const query: Record<string, Value> = {
  get: rows, where: { returns: 'Query' }, orderBy: { returns: 'Query' }, limit: { returns: 'Query' }, limitToLast: { returns: 'Query' }, offset: { returns: 'Query' }, select: { returns: 'Query' },
  startAt: { returns: 'Query' }, startAfter: { returns: 'Query' }, endAt: { returns: 'Query' }, endBefore: { returns: 'Query' }, withConverter: { returns: 'Query' },
  count: { returns: 'Count' }, aggregate: { returns: 'Count' }, findNearest: { returns: 'Count' }, stream: {}, onSnapshot: {},
}
const database: Type = {
  names: ['Firestore'],
  members: {
    collection: { returns: 'Collection' }, collectionGroup: { returns: 'Query' }, doc: { returns: 'Document' }, getAll: { does: 'query', rows: 'many', row: 'Snapshot' },
    listCollections: { does: 'query', rows: 'many', row: 'Collection' }, batch: { returns: 'Batch' }, bulkWriter: { returns: 'BulkWriter' }, recursiveDelete: write, settings: {}, terminate: { does: 'release' },
    runTransaction: { runs: [{ argument: 0, with: ['Transaction'], times: 'once', gives: true, transaction: true }] },
  },
}

/** A client for each project is made once and kept by the library; it opens its channels at the first need. */
const client: Call = { returns: 'Database' }

export default library({
  name: 'Firestore',
  packages: ['@google-cloud/firestore', 'firebase-admin/firestore', 'firebase-admin'],
  docs: 'https://googleapis.dev/nodejs/firestore/latest/',
  exports: {
    getFirestore: client, initializeFirestore: client, firestore: client, Firestore: { class: 'Database', new: { does: 'connect', connection: 'pooled-client' } },
  },
  types: {
    Database: database,
    Collection: { names: ['CollectionReference'], members: { ...query, doc: { returns: 'Document' }, add: write, listDocuments: { does: 'query', rows: 'many', row: 'Document' } } },
    Query: { names: ['Query'], members: query },
    Count: { names: ['AggregateQuery', 'VectorQuery'], members: { get: number } },
    Document: {
      names: ['DocumentReference'],
      members: {
        get: { ...one, many: { style: 'position', by: 'receivers', call: 'getAll', on: [{ type: 'Database' }, { type: 'Collection', member: 'firestore' }], missing: 'never' } }, set: write, update: write, delete: write, create: write, collection: { returns: 'Collection' },
        listCollections: { does: 'query', rows: 'many', row: 'Collection' }, withConverter: self, onSnapshot: {}, parent: { is: 'Collection' },
      },
    },
    Snapshot: { names: ['DocumentSnapshot', 'QueryDocumentSnapshot'], members: { ref: { is: 'Document' }, data: { tells: true }, get: { tells: true } } },
    /** Collects writes, and sends them together. */
    Batch: { names: ['WriteBatch'], members: { set: self, update: self, delete: self, create: self, commit: write } },
    BulkWriter: { names: ['BulkWriter'], members: { set: {}, update: {}, delete: {}, create: {}, flush: {}, close: write } },
    /** Its writes are sent when it commits; its reads go out one by one. */
    Transaction: { names: ['Transaction'], members: { get: { ...rows, many: { style: 'position', by: 'references', made: 'doc', call: 'getAll', missing: 'never' } }, getAll: { does: 'query', rows: 'many', row: 'Snapshot' }, set: self, update: self, delete: self, create: self } },
  },
})
