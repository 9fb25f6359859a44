import { library, type Call } from '../kit/library.ts'

const query: Call = { does: 'query', rows: 'many' }

export default library({
  name: 'libSQL',
  packages: ['@libsql/client', '@libsql/client/*'],
  docs: 'https://github.com/tursodatabase/libsql-client-ts#readme',
  exports: { createClient: { does: 'connect', connection: 'pooled-client', returns: 'Client' } },
  types: {
    Client: { names: ['Client'], members: { execute: query, batch: query, migrate: { does: 'write' }, executeMultiple: query, transaction: { returns: 'Transaction' }, close: { does: 'release' }, sync: {} } },
    Transaction: { names: ['Transaction'], members: { execute: query, batch: query, executeMultiple: query, commit: {}, rollback: {}, close: { does: 'release' } } },
  },
})
