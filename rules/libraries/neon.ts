import { library, type Call } from '../kit/library.ts'

const query: Call = { does: 'query', rows: 'many' }

export default library({
  name: 'Neon',
  packages: ['@neondatabase/serverless', '@vercel/postgres'],
  docs: 'https://neon.com/docs/serverless/serverless-driver',
  exports: {
    // Speaks HTTP: it holds no connection.
    neon: { returns: 'Sql' },
    sql: { is: 'Sql' }, db: { is: 'Pool' },
    Pool: { class: 'Pool', new: { does: 'connect', connection: 'pool' } },
    Client: { class: 'Client', new: { does: 'connect', connection: 'single' } },
    createPool: { does: 'connect', connection: 'pool', returns: 'Pool' },
    createClient: { does: 'connect', connection: 'single', returns: 'Client' },
  },
  types: {
    Sql: { names: ['NeonQueryFunction'], tagged: query, called: query, members: { query, unsafe: {}, transaction: query } },
    Pool: { names: ['Pool', 'VercelPool'], members: { query, sql: { is: 'Sql' }, connect: { returns: 'Client' }, end: { does: 'release' } } },
    Client: { names: ['Client', 'PoolClient', 'VercelClient', 'VercelPoolClient'], members: { query, sql: { is: 'Sql' }, connect: {}, release: { does: 'release' }, end: { does: 'release' } } },
  },
})
