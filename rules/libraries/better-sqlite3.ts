import { library, type Call } from '../kit/library.ts'

const read = (rows: 'one' | 'many'): Call => ({
  does: 'query', rows, sql: 'made',
  many: {
    style: 'sql', dialect: 'sqlite', text: 'made', values: 'arguments', list: 'json', rows: '', missing: rows === 'one' ? 'undefined' : 'rows', call: 'all', sync: true, untyped: { as: true }, limit: 32766,
  },
})
/** `iterate` gives rows while it is asked for them. */
const walk: Call = { does: 'query', rows: 'many', sql: 'made' }

export default library({
  name: 'better-sqlite3',
  packages: ['better-sqlite3', '@types/better-sqlite3'],
  docs: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md',
  exports: { default: { class: 'Database', new: { does: 'connect', connection: 'single' } } },
  types: {
    Database: {
      names: ['Database'],
      members: {
        prepare: { returns: 'Statement', makes: true }, exec: { does: 'write', sql: 0, begins: 'receiver' }, transaction: { wraps: 0, runs: [{ argument: 0, times: 'later', transaction: true }] },
        pragma: {}, close: { does: 'release' }, function: {}, aggregate: {}, backup: {},
      },
    },
    Statement: {
      names: ['Statement'],
      members: {
        get: read('one'), all: read('many'), iterate: walk, run: { does: 'write', sql: 'made', inProcess: true },
        pluck: { returns: 'self' }, raw: { returns: 'self' }, expand: { returns: 'self' }, bind: { returns: 'self' }, columns: {}, safeIntegers: { returns: 'self' },
      },
    },
  },
})
