import { library, type Call } from '../kit/library.ts'

const query: Call = {
  does: 'query', rows: 'many', sql: 0,
  manyBySql: { text: 0, values: 1, dialect: 'postgresql' },
  many: {
    style: 'sql', dialect: 'postgresql', text: 0, values: 1, object: { text: 'text', values: 'values' }, list: 'any', rows: 'rows', count: 'rowCount', missing: 'rows', limit: 65535,
  },
}

export default library({
  name: 'node-postgres',
  packages: ['pg', 'pg-pool'],
  docs: 'https://node-postgres.com/apis/pool',
  exports: {
    Pool: { class: 'Pool', new: { does: 'connect', connection: 'pool' } },
    Client: { class: 'Client', new: { does: 'connect', connection: 'single' } },
  },
  types: {
    Pool: {
      names: ['Pool'],
      members: { query, connect: { returns: 'Client' }, end: { does: 'release' } },
    },
    Client: {
      names: ['Client', 'PoolClient', 'ClientBase'], oneAtATime: true,
      members: { query: { ...query, begins: 'receiver' }, connect: {}, release: { does: 'release' }, end: { does: 'release' } },
    },
  },
})
