import { library, type Call } from '../kit/library.ts'

const read = (rows: 'one' | 'many'): Call => ({
  does: 'query', rows, sql: 'made',
  many: {
    style: 'sql', dialect: 'sqlite', text: 'made', values: 'arguments', list: 'json', rows: '', missing: rows === 'one' ? 'undefined' : 'rows', call: 'all', sync: true, limit: 32766,
  },
})
const tagged = (rows: 'one' | 'many'): Call => ({ does: 'query', rows, sql: 'template' })

export default library({
  name: 'node:sqlite',
  packages: ['node:sqlite', 'sqlite'],
  docs: 'https://nodejs.org/api/sqlite.html',
  exports: { DatabaseSync: { class: 'Database', new: { does: 'connect', connection: 'single' } } },
  types: {
    Database: {
      names: ['DatabaseSync'],
      members: {
        prepare: { returns: 'Statement', makes: true }, exec: { does: 'write', sql: 0, begins: 'receiver' }, close: { does: 'release' }, open: {}, function: {}, aggregate: {},
        createTagStore: { returns: 'Tags' },
      },
    },
    Statement: {
      names: ['StatementSync'],
      members: {
        get: read('one'), all: read('many'), iterate: { does: 'query', rows: 'many', sql: 'made' }, run: { does: 'write', sql: 'made', inProcess: true },
        columns: {}, setReadBigInts: {}, setReturnArrays: {},
      },
    },
    Tags: { names: ['SQLTagStore'], members: { get: tagged('one'), all: tagged('many'), iterate: tagged('many'), run: { does: 'write', sql: 'template', inProcess: true }, clear: {} } },
  },
})
