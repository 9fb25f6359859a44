import { library, type Call, type Type } from '../kit/library.ts'

const becomes = {
  insert: 'write', update: 'write', delete: 'write', del: 'write', increment: 'write', decrement: 'write', truncate: 'write', upsert: 'write', batchInsert: 'write',
} as const
const query: Call = { does: 'query', rows: 'many', builds: true, returns: 'Builder', becomes }
const write: Call = { does: 'write', builds: true, returns: 'Builder' }
const raw: Call = { does: 'query', rows: 'many' }

const client: Type = {
  names: ['Knex', 'Knex.Transaction'],
  called: query,
  members: {
    select: query, from: query, table: query, queryBuilder: query, with: query, withRecursive: query, first: query,
    insert: write, update: write, del: write, delete: write, batchInsert: write,
    raw, transaction: { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true }], returns: 'self' },
    withSchema: { returns: 'self' }, destroy: { does: 'release' }, schema: {}, fn: {}, ref: {},
    commit: {}, rollback: {},
  },
}

export default library({
  name: 'Knex',
  packages: ['knex'],
  docs: 'https://knexjs.org/guide/query-builder.html',
  exports: {
    default: { does: 'connect', connection: 'pool', returns: 'Client' },
    knex: { does: 'connect', connection: 'pool', returns: 'Client' },
  },
  types: { Client: client, Builder: { names: ['Knex.QueryBuilder'], members: { '*': { returns: 'self' } } } },
})
