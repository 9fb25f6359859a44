import { library, type Call } from '../kit/library.ts'

const read = (rows: 'one' | 'many'): Call => ({ does: 'query', rows, sql: 0 })
const made = (rows: 'one' | 'many'): Call => ({ does: 'query', rows, sql: 'made' })

/** Both take callbacks or give promises: `sqlite` is `sqlite3` with promises. */
export default library({
  name: 'sqlite3',
  packages: ['sqlite3', 'sqlite'],
  docs: 'https://github.com/TryGhost/node-sqlite3/wiki/API',
  exports: {
    verbose: { returns: 'Module' }, cached: { is: 'Module' },
    Database: { class: 'Database', new: { does: 'connect', connection: 'single' } },
    open: { does: 'connect', connection: 'single', returns: 'Database' },
  },
  types: {
    Module: { members: { Database: { class: 'Database', new: { does: 'connect', connection: 'single' } }, verbose: { returns: 'self' }, cached: { is: 'Module' } } },
    Database: {
      names: ['Database'],
      members: {
        get: read('one'), all: read('many'), each: { ...read('many'), runs: [{ argument: 'last', times: 'later' }] }, run: { does: 'write', sql: 0 }, exec: { does: 'write', sql: 0 }, migrate: { does: 'write' },
        prepare: { returns: 'Statement', makes: true }, close: { does: 'release' }, serialize: { runs: [{ argument: 0, times: 'once' }] }, parallelize: { runs: [{ argument: 0, times: 'once' }] },
        configure: {}, on: {}, loadExtension: {}, getDatabaseInstance: { returns: 'self' },
      },
    },
    Statement: {
      names: ['Statement'],
      members: { get: made('one'), all: made('many'), each: { ...made('many'), runs: [{ argument: 'last', times: 'later' }] }, run: { does: 'write', sql: 'made' }, bind: { returns: 'self' }, reset: {}, finalize: {} },
    },
  },
})
