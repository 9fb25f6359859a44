import { library, type Call } from '../kit/library.ts'

const sql = { style: 'sql', dialect: 'sqlite', text: 'made', values: 'bound', list: 'json', limit: 100 } as const
const first: Call = { does: 'query', rows: 'one', sql: 'made', many: { ...sql, rows: '', missing: 'null', call: 'all', callRows: 'results' } }
/** `run` answers with rows as well. */
const all: Call = { does: 'query', rows: 'many', sql: 'made', many: { ...sql, rows: 'results', missing: 'rows' } }
const prepare: Call = { returns: 'Statement', makes: true }
/** One round trip for all of its statements. */
const batch: Call = { does: 'query', rows: 'many', sendsTogether: { argument: 0, trips: 'one' } }

/** Speaks to what the platform hands over: there is no connection. */
export default library({
  name: 'Cloudflare D1',
  packages: ['@cloudflare/workers-types', '@cloudflare/workers-types/*'],
  docs: 'https://developers.cloudflare.com/d1/worker-api/',
  // The platform's types are global: `wrangler types` writes them down.
  globals: { D1Database: { class: 'Database' }, D1PreparedStatement: { class: 'Statement' }, D1DatabaseSession: { class: 'Database' }, MessageBatch: { class: 'MessageBatch' } },
  types: {
    Database: { names: ['D1Database', 'D1DatabaseSession'], members: { prepare, batch, exec: { does: 'write', sql: 0 }, withSession: { returns: 'self' }, dump: {} } },
    // Of a queue: ten at most, unless more is asked for.
    MessageBatch: { names: ['MessageBatch'], members: { messages: { is: 'Messages' }, ackAll: {}, retryAll: {} } },
    Messages: { messages: true },
    Statement: { names: ['D1PreparedStatement'], members: { bind: { returns: 'self' }, first, all, run: all, raw: { does: 'query', rows: 'many', sql: 'made' } } },
  },
})
