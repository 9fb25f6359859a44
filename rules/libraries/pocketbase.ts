import { library, type Call } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one' }
const many: Call = { does: 'query', rows: 'many' }
const write: Call = { does: 'write' }
const request: Call = { does: 'request' }

/** Speaks HTTP: a client holds no connection, so making one is no `connect`. */
export default library({
  name: 'PocketBase',
  packages: ['pocketbase'],
  docs: 'https://github.com/pocketbase/js-sdk',
  exports: { default: { class: 'Client' } },
  types: {
    Client: {
      names: ['Client', 'default'],
      members: { collection: { returns: 'Records' }, createBatch: { returns: 'Batch' }, send: request, authStore: {}, filter: {}, autoCancellation: {}, beforeSend: {}, afterSend: {} },
    },
    Records: {
      names: ['RecordService'],
      members: {
        getOne: one, getFirstListItem: one, getFullList: many, getList: { ...many, rowsIn: 'items' }, create: write, update: write, delete: write,
        authWithPassword: request, authWithOAuth2: request, authRefresh: request, requestVerification: request, requestPasswordReset: request, subscribe: {}, unsubscribe: {},
      },
    },
    Batch: { names: ['BatchService'], members: { collection: { returns: 'BatchOf' }, send: write } },
    BatchOf: { members: { create: {}, update: {}, upsert: {}, delete: {} } },
  },
})
