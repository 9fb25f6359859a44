import { library, type Call, type Type } from '../kit/library.ts'

const read = (rows: 'one' | 'many'): Call => ({ does: 'query', rows, sql: 'made' })
const text: Call = { does: 'query', rows: 'many', sql: 0, builds: true, returns: 'Pending' }
const query: Call = { does: 'query', rows: 'many', sql: 'template', builds: true, returns: 'Pending' }
const transaction: Call = { runs: [{ argument: 'last', with: ['Sql'], times: 'once', gives: true, transaction: true }] }
const sql: Type = {
  names: ['SQL', 'TransactionSQL', 'ReservedSQL', 'SavepointSQL'],
  tagged: query,
  members: { unsafe: text, file: { ...text, sql: undefined }, begin: transaction, transaction, savepoint: transaction, reserve: { returns: 'Sql' }, array: {}, connect: {}, close: { does: 'release' }, end: { does: 'release' }, release: { does: 'release' } },
}

export default library({
  name: 'Bun',
  packages: ['bun', 'bun:sqlite'],
  docs: 'https://bun.com/docs/api/sql',
  exports: {
    sql: { is: 'Sql' }, postgres: { is: 'Sql' }, SQL: { class: 'Sql', new: { does: 'connect', connection: 'pool' } },
    // Of `bun:sqlite`.
    Database: { class: 'Database', new: { does: 'connect', connection: 'single' } },
  },
  types: {
    Sql: sql,
    Pending: { members: { '*': { returns: 'self' } } },
    Database: {
      names: ['Database'],
      static: { open: { does: 'connect', connection: 'single', returns: 'Database' } },
      members: {
        query: { returns: 'Statement', makes: true }, prepare: { returns: 'Statement', makes: true }, run: { does: 'write', sql: 0 }, exec: { does: 'write', sql: 0 },
        transaction: { wraps: 0, runs: [{ argument: 0, times: 'later', transaction: true }] }, close: { does: 'release' }, serialize: {}, loadExtension: {}, fileControl: {},
      },
    },
    Statement: {
      names: ['Statement'],
      members: { get: read('one'), all: read('many'), values: read('many'), iterate: read('many'), run: { does: 'write', sql: 'made', inProcess: true }, as: { returns: 'self' }, finalize: {} },
    },
  },
})
