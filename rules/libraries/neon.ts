import { library, type Call } from '../kit/library.ts'

const postgres = { style: 'sql', dialect: 'postgresql', list: 'any', missing: 'rows', limit: 65535 } as const
const query: Call = { does: 'query', rows: 'many', sql: 0, many: { ...postgres, text: 0, values: 1, object: { text: 'text', values: 'values' }, rows: 'rows', count: 'rowCount' } }
/** Over HTTP the rows come by themselves. */
const rows: Call = { does: 'query', rows: 'many', sql: 0, many: { ...postgres, text: 0, values: 1, rows: '' } }
const rowsOfTemplate: Call = { does: 'query', rows: 'many', sql: 'template', many: { ...postgres, text: 'template', values: 'template', rows: '' } }
/** Its typings take no lists: they go to `query`. */
const template: Call = { does: 'query', rows: 'many', sql: 'template', many: { ...postgres, text: 'template', values: 'template', rows: 'rows', count: 'rowCount', call: 'query' } }

export default library({
  name: 'Neon',
  packages: ['@neondatabase/serverless', '@vercel/postgres'],
  docs: 'https://neon.com/docs/serverless/serverless-driver',
  exports: {
    // Speaks HTTP: it holds no connection.
    neon: { returns: 'Sql' },
    sql: { is: 'VercelSql' }, db: { is: 'Pool' },
    Pool: { class: 'Pool', new: { does: 'connect', connection: 'pool' } },
    Client: { class: 'Client', new: { does: 'connect', connection: 'single' } },
    createPool: { does: 'connect', connection: 'pool', returns: 'Pool' },
    createClient: { does: 'connect', connection: 'single', returns: 'Client' },
  },
  types: {
    Sql: {
      names: ['NeonQueryFunction'], tagged: rowsOfTemplate, called: rows,
      // One round trip for all of its statements.
      members: { query: rows, unsafe: {}, transaction: { does: 'query', rows: 'many', sendsTogether: { argument: 0, trips: 'one' } } },
    },
    VercelSql: { tagged: template, called: template, members: { query, connect: { returns: 'Client' }, end: { does: 'release' } } },
    Pool: { names: ['Pool', 'VercelPool'], members: { query, sql: { is: 'VercelSql' }, connect: { returns: 'Client' }, end: { does: 'release' } } },
    Client: { names: ['Client', 'PoolClient', 'VercelClient', 'VercelPoolClient'], members: { query: { ...query, begins: 'receiver' }, sql: { is: 'VercelSql' }, connect: {}, release: { does: 'release' }, end: { does: 'release' } } },
  },
})
