import { library, type Call } from '../kit/library.ts'

const query: Call = {
  does: 'query', rows: 'many', sql: 0, many: { style: 'sql', dialect: 'mysql', text: 0, values: 1, list: 'in', rows: 'rows', missing: 'rows', limit: 65535 },
}

/** Speaks HTTP: a client holds no connection, so making one is no `connect`. */
export default library({
  name: 'PlanetScale',
  packages: ['@planetscale/database'],
  docs: 'https://github.com/planetscale/database-js#readme',
  exports: { connect: { returns: 'Connection' }, Client: { class: 'Client' } },
  types: {
    Client: { names: ['Client'], members: { connection: { returns: 'Connection' }, execute: query, transaction: { runs: [{ argument: 0, with: ['Transaction'], times: 'once', gives: true, transaction: true }] } } },
    Connection: { names: ['Connection'], members: { execute: query, transaction: { runs: [{ argument: 0, with: ['Transaction'], times: 'once', gives: true, transaction: true }] } } },
    Transaction: { names: ['Transaction'], members: { execute: query } },
  },
})
