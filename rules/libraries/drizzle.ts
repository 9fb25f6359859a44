import { library, type Call, type ManyByBuilder, type ManyByCount, type Type } from '../kit/library.ts'
import * as definitions from './definitions/drizzle.ts'

const many: ManyByBuilder = {
  style: 'builder', where: 'where', equals: 'eq', in: 'inArray', package: 'drizzle-orm',
  keeps: ['from', 'where', 'innerJoin', 'leftJoin', 'orderBy'], one: ['limit'], runs: ['all', 'execute'], first: { get: 'all' }, missing: 'rows', limit: 32767,
  distinctOn: { begins: { select: 'selectDistinctOn' }, databases: ['postgresql'] }, groups: 'groupBy', numbers: { count: '0', countDistinct: '0', sum: 'null', avg: 'null', max: 'null', min: 'null' }, sql: 'sql', converts: 'mapWith',
}
const select: Call = { does: 'query', rows: 'many', builds: true, returns: 'Query', target: { link: 'from' }, unrunBy: ['toSQL', 'getSQL', 'prepare', 'as'], many }
const selectNow: Call = { ...select, many: { ...many, sync: true } }
const write: Call = {
  does: 'write', builds: true, returns: 'Write', target: 0,
  many: {
    style: 'builder', where: 'where', equals: 'eq', in: 'inArray', package: 'drizzle-orm', keeps: ['set'], one: [], missing: 'rows', limit: 32767,
  },
}
const insert: Call = {
  ...write, many: undefined,
  manyRows: {
    link: 'values', argument: 0, gives: 'rows', rowsBy: ['returning'], keeps: ['insert', 'values', 'returning', 'onConflictDoNothing', 'onConflictDoUpdate'], empty: 'throws',
    changes: ['onConflictDoUpdate'], mostParameters: 32766,
    overwrites: { property: 'set', with: 'sql.raw(`excluded.${{table}.{column}.name}`)', tag: 'sql', package: 'drizzle-orm' },
  },
}
/** Handed a client, it only wraps it. */
const open: Call = { does: 'connect', connection: 'pooled-client', returns: 'Database', wrapsClient: { argument: 0, opensBy: ['connection'] } }
/** These speak HTTP, or to what the platform hands over: they hold no connection. */
const connectionless = ['neon-http', 'libsql/http', 'vercel-postgres', 'planetscale-serverless', 'xata-http', 'tidb-serverless', 'd1', 'durable-sqlite', 'expo-sqlite', 'op-sqlite', 'aws-data-api/pg', 'pg-proxy', 'mysql-proxy', 'sqlite-proxy']
const overHttp: Call = { returns: 'Database' }
/** One connection, which answers at once: whoever asks while a transaction runs is part of it. */
const oneConnection = ['better-sqlite3', 'bun-sqlite', 'sql-js', 'expo-sqlite', 'op-sqlite', 'durable-sqlite']
const local: Call = { returns: 'Local' }
const counted: ManyByCount = {
  style: 'count', table: 0, where: 1, equals: 'eq', in: 'inArray', package: 'drizzle-orm', count: 'count', limit: 32767,
  links: { columns: 'select', from: 'from', where: 'where', groups: 'groupBy' },
}
const raw: Call = { does: 'query', rows: 'many' }
const relational = (rows: 'one' | 'many'): Call => ({
  does: 'query', rows, include: { argument: 0, property: 'with', onlyOfMany: ['orderBy'], asJson: true },
  many: {
    style: 'helper', argument: 0, where: 'where', call: 'findMany', equals: 'eq', in: 'inArray', package: 'drizzle-orm',
    keeps: ['with', 'columns', 'extras', 'orderBy'], select: 'columns', sorts: 'orderBy',
    distinctOn: { begins: 'selectDistinctOn', from: 'from', where: 'where', sorts: 'orderBy', databases: ['postgresql'] }, missing: rows === 'one' ? 'undefined' : 'rows', limit: 32767,
  },
  ...(rows === 'many' && { options: { limit: { argument: 0, path: 'limit', unit: 'number' } } }),
})

const database: Type = {
  names: [
    'NodePgDatabase', 'PostgresJsDatabase', 'PgliteDatabase', 'NeonHttpDatabase', 'NeonDatabase', 'VercelPgDatabase',
    'MySql2Database', 'PlanetScaleDatabase', 'LibSQLDatabase', 'DrizzleD1Database',
    'PgDatabase', 'MySqlDatabase', 'BaseSQLiteDatabase', 'PgTransaction', 'MySqlTransaction', 'SQLiteTransaction',
  ],
  members: {
    select, selectDistinct: select, selectDistinctOn: select,
    insert, update: write, delete: write,
    execute: raw, run: { does: 'write' }, all: raw, get: { ...raw, rows: 'one' },
    $count: { does: 'query', rows: 'number', many: counted },
    query: { is: 'Tables' }, _query: { is: 'Tables' },
    transaction: { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true }] },
    batch: { does: 'query', rows: 'many', sendsTogether: { argument: 0, trips: 'one' } },
    with: { returns: 'self' }, $with: {},
  },
}

const { _query, batch, execute, selectDistinctOn, ...ofSqlite } = database.members ?? {}

export default library({
  name: 'Drizzle',
  packages: ['drizzle-orm', 'drizzle-orm/*'],
  docs: 'https://orm.drizzle.team/docs/data-querying',
  transactions: { without: ['@neondatabase/serverless', '@cloudflare/workers-types', 'wrangler', '@xata.io/client', '@vercel/postgres'] },
  asks: definitions.asks,
  schema: definitions.words,
  exports: { ...definitions.exports, drizzle: open, ...Object.fromEntries([...connectionless.map((driver) => [`${driver}.drizzle`, overHttp]), ...oneConnection.map((driver) => [`${driver}.drizzle`, local])]) },
  types: {
    ...definitions.types,
    Database: database,
    Local: {
      names: ['BetterSQLite3Database', 'BunSQLiteDatabase', 'SQLJsDatabase', 'ExpoSQLiteDatabase', 'DrizzleSqliteDODatabase'],
      members: { ...ofSqlite, select: selectNow, selectDistinct: selectNow, transaction: { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true, ambient: true }] } },
    },
    Tables: { members: { '*': { is: 'Table' } } },
    Table: { names: ['RelationalQueryBuilder'], members: { findFirst: relational('one'), findMany: relational('many') } },
    Query: { members: { prepare: { returns: 'Prepared' }, all: { runsChain: true }, get: { runsChain: true, rows: 'one' }, '*': { returns: 'self' } } },
    Prepared: { members: { execute: raw, all: raw, values: raw, get: { ...raw, rows: 'one' }, run: raw } },
    Write: { members: { '*': { returns: 'self' } } },
  },
})
