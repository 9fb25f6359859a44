import { library, type Call, type Type } from '../kit/library.ts'

const query: Call = { does: 'query', rows: 'many', builds: true, returns: 'Pending' }
const transaction: Call = { runs: [{ argument: 'last', with: ['self'], times: 'once', gives: true, transaction: true }] }

const sql: Type = {
  names: ['Sql', 'TransactionSql', 'ReservedSql'],
  tagged: query,
  members: { unsafe: query, file: query, begin: transaction, savepoint: transaction, reserve: { returns: 'self' }, end: { does: 'release' }, release: { does: 'release' }, json: {}, array: {}, notify: { does: 'write' } },
}

export default library({
  name: 'postgres.js',
  packages: ['postgres'],
  docs: 'https://github.com/porsager/postgres#readme',
  exports: { default: { does: 'connect', connection: 'pool', returns: 'Sql' } },
  types: { Sql: sql, Pending: { members: { '*': { returns: 'self' } } } },
})
