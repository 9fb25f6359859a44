import { library, type Call, type Type } from '../kit/library.ts'

const sql = { style: 'sql', dialect: 'mysql', text: 0, values: 1, object: { text: 'sql', values: 'values' }, list: 'in', rows: '0', missing: 'rows', untyped: { types: 'import(\'mysql2\').RowDataPacket[]' }, limit: 65535 } as const
const query: Call = { does: 'query', rows: 'many', sql: 0, many: sql }
/** It spreads no lists: `in (?)` with a list finds nothing. */
const execute: Call = { ...query, many: { ...sql, call: 'query' } }
const pool: Call = { does: 'connect', connection: 'pool', returns: 'Pool' }
const single: Call = { does: 'connect', connection: 'single', returns: 'Connection' }

const connection: Type = {
  names: ['Connection', 'PoolConnection'], oneAtATime: true,
  members: {
    query: { ...query, begins: 'receiver' }, execute: { ...execute, begins: 'receiver' }, prepare: {}, release: { does: 'release' }, end: { does: 'release' }, destroy: { does: 'release' },
    promise: { returns: 'self' }, beginTransaction: { begins: 'receiver' }, commit: { ends: 'commit' }, rollback: { ends: 'rollback' },
  },
}

export default library({
  name: 'mysql2',
  packages: ['mysql2', 'mysql2/promise', 'mysql'],
  docs: 'https://sidorares.github.io/node-mysql2/docs',
  exports: { createPool: pool, createConnection: single },
  types: {
    Pool: { names: ['Pool'], members: { query, execute, getConnection: { returns: 'Connection' }, promise: { returns: 'self' }, end: { does: 'release' } } },
    Connection: connection,
  },
})
