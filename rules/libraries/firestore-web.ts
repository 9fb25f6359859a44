import { library, type Call } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one', row: 'Snapshot' }
const rows: Call = { does: 'query', rows: 'many', rowsIn: 'docs', row: 'Snapshot' }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }
const self: Call = { returns: 'self' }

/** The modular SDK, which servers use as well. It keeps one channel for each app. */
export default library({
  name: 'Firestore for the web',
  packages: ['firebase/firestore', 'firebase/firestore/lite', '@firebase/firestore', '@firebase/firestore/lite'],
  docs: 'https://firebase.google.com/docs/reference/js/firestore_',
  exports: {
    getFirestore: { returns: 'Database' }, initializeFirestore: { returns: 'Database' },
    getDoc: one, getDocFromServer: one, getDocFromCache: {}, getDocs: rows, getDocsFromServer: rows, getDocsFromCache: {},
    getCountFromServer: number, getAggregateFromServer: number, getCount: number, getAggregate: number,
    addDoc: write, setDoc: write, updateDoc: write, deleteDoc: write, writeBatch: { returns: 'Batch' },
    runTransaction: { runs: [{ argument: 1, with: ['Transaction'], times: 'once', gives: true, transaction: true }] },
    onSnapshot: {}, doc: { returns: 'Document' }, collection: {}, collectionGroup: {}, query: {}, where: {}, orderBy: {}, limit: {}, documentId: {},
  },
  types: {
    Database: { names: ['Firestore'] },
    Document: { names: ['DocumentReference'] },
    Snapshot: { names: ['DocumentSnapshot', 'QueryDocumentSnapshot'], members: { ref: { is: 'Document' }, data: { tells: true }, get: { tells: true } } },
    Batch: { names: ['WriteBatch'], members: { set: self, update: self, delete: self, commit: write } },
    Transaction: { names: ['Transaction'], members: { get: one, set: self, update: self, delete: self } },
  },
})
