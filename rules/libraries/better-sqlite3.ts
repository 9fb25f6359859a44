import { library, type Call } from '../kit/library.ts'

const query = (rows: 'one' | 'many'): Call => ({ does: 'query', rows })

export default library({
  name: 'better-sqlite3',
  packages: ['better-sqlite3', '@types/better-sqlite3'],
  docs: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md',
  exports: { default: { class: 'Database', new: { does: 'connect', connection: 'single' } } },
  types: {
    Database: {
      names: ['Database'],
      members: { prepare: { returns: 'Statement' }, exec: { does: 'write' }, transaction: { wraps: 0 }, pragma: {}, close: { does: 'release' } },
    },
    Statement: {
      names: ['Statement'],
      members: { get: query('one'), all: query('many'), iterate: query('many'), run: { does: 'write' }, pluck: { returns: 'self' }, raw: { returns: 'self' }, expand: { returns: 'self' }, bind: { returns: 'self' } },
    },
  },
})
