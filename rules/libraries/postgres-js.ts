import { library, type Call, type Type } from '../kit/library.ts'

const besides = ['columns', 'command', 'count', 'statement', 'state']
const query: Call = {
  does: 'query', rows: 'many', builds: true, returns: 'Pending', sql: 'template',
  many: { style: 'sql', dialect: 'postgresql', text: 'template', values: 'template', list: 'tag', rows: '', missing: 'rows', besides, limit: 65534 },
}
const unsafe: Call = {
  does: 'query', rows: 'many', builds: true, returns: 'Pending', sql: 0,
  many: { style: 'sql', dialect: 'postgresql', text: 0, values: 1, list: 'any', rows: '', missing: 'rows', besides, limit: 65534 },
}
const transaction: Call = { runs: [{ argument: 'last', with: ['self'], times: 'once', gives: true, transaction: true }] }

const sql: Type = {
  names: ['Sql', 'TransactionSql', 'ReservedSql'],
  tagged: query,
  members: { unsafe, file: { does: 'query', rows: 'many', builds: true, returns: 'Pending' }, begin: transaction, savepoint: transaction, reserve: { returns: 'self' }, end: { does: 'release' }, release: { does: 'release' }, json: {}, array: {}, notify: { does: 'write' } },
}

export default library({
  name: 'postgres.js',
  packages: ['postgres'],
  docs: 'https://github.com/porsager/postgres#readme',
  exports: { default: { does: 'connect', connection: 'pool', returns: 'Sql' } },
  types: { Sql: sql, Pending: { members: { '*': { returns: 'self' } } } },
})
