import { library, type Call } from '../kit/library.ts'

const execute: Call = {
  does: 'query', rows: 'many', sql: 0,
  many: {
    style: 'sql', dialect: 'sqlite', text: 0, values: 1, object: { text: 'sql', values: 'args' }, list: 'json', rows: 'rows', missing: 'rows', limit: 32766,
  },
}
/** One round trip for all of its statements. */
const batch: Call = { does: 'query', rows: 'many', sendsTogether: { argument: 0, trips: 'one' } }

export default library({
  name: 'libSQL',
  packages: ['@libsql/client', '@libsql/client/*', '@tursodatabase/serverless/compat'],
  docs: 'https://github.com/tursodatabase/libsql-client-ts#readme',
  exports: { createClient: { does: 'connect', connection: 'pooled-client', returns: 'Client' } },
  types: {
    Client: { names: ['Client'], members: { execute, batch, migrate: { does: 'write' }, executeMultiple: { does: 'write', sql: 0 }, transaction: { returns: 'Transaction', begins: 'result' }, close: { does: 'release' }, sync: {} } },
    Transaction: { names: ['Transaction'], members: { execute, batch, executeMultiple: { does: 'write', sql: 0 }, commit: { ends: 'commit' }, rollback: { ends: 'rollback' }, close: { does: 'release' } } },
  },
})
