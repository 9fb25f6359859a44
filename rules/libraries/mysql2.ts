import { library, type Call, type Type } from '../kit/library.ts'

const query: Call = { does: 'query', rows: 'many' }
const pool: Call = { does: 'connect', connection: 'pool', returns: 'Pool' }
const single: Call = { does: 'connect', connection: 'single', returns: 'Connection' }

const connection: Type = {
  names: ['Connection', 'PoolConnection'],
  members: {
    query, execute: query, prepare: {}, release: { does: 'release' }, end: { does: 'release' }, destroy: { does: 'release' },
    promise: { returns: 'self' }, beginTransaction: {}, commit: {}, rollback: {},
  },
}

export default library({
  name: 'mysql2',
  packages: ['mysql2', 'mysql2/promise', 'mysql'],
  docs: 'https://sidorares.github.io/node-mysql2/docs',
  exports: { createPool: pool, createConnection: single },
  types: {
    Pool: { names: ['Pool'], members: { query, execute: query, getConnection: { returns: 'Connection' }, promise: { returns: 'self' }, end: { does: 'release' } } },
    Connection: connection,
  },
})
