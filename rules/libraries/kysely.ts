import { library, type Call, type ManyKeys, type ManyRows, type Type } from '../kit/library.ts'
import { asks, drivers } from './definitions/kysely.ts'

const manyRows: ManyRows = {
  link: 'values', argument: 0, gives: 'nothing', keeps: ['insertInto', 'values', 'execute', 'onConflict'], changes: ['onConflict'],
  empty: 'throws', mostParameters: 32766,
}
const manyKeys: ManyKeys = {
  where: ['where'], forms: ['operator'], by: ['deleteFrom', 'updateTable'], in: { link: 'where', operator: 'in' }, keeps: ['set', 'execute'], empty: 'throws', limit: 32767,
}
const read: Call = {
  target: 0, does: 'query', rows: 'many', builds: true, returns: 'Builder', unrunBy: ['compile', 'as', 'toOperationNode'],
  many: {
    style: 'chain', table: 'argument', where: ['where'], forms: ['operator'], in: { link: 'where', operator: 'in' }, failsOnEmpty: true,
    selects: ['select'], all: ['selectAll'], asksForColumns: true, one: ['limit'], sorts: ['orderBy'], joins: ['innerJoin', 'leftJoin'],
    keeps: ['orderBy', 'forUpdate', 'forShare'], first: ['executeTakeFirst', 'executeTakeFirstOrThrow'], throws: ['executeTakeFirstOrThrow'], rows: 'execute', limit: 32767,
    locks: ['forUpdate', 'forShare'], distinctOn: { link: 'distinctOn', databases: ['postgresql'] },
    numbers: {
      as: 'functions', functions: 'fn', named: 'as', keeps: ['distinct', 'filterWhere'], either: 'coalesce', values: ['val', 'lit'], tag: { name: 'sql', package: 'kysely' },
      of: { count: '0', countAll: '0', sum: 'null', avg: 'null', max: 'null', min: 'null' }, groups: 'groupBy',
    },
  },
}
const write: Call = { does: 'write', builds: true, returns: 'Builder', target: 0, manyRows, manyKeys }

const database: Type = {
  names: ['Kysely', 'Transaction', 'ControlledTransaction'],
  members: {
    selectFrom: read, selectNoFrom: read, with: { returns: 'self', keepsTypes: true }, withSchema: { returns: 'self' }, withPlugin: { returns: 'self' },
    insertInto: write, updateTable: write, deleteFrom: write, replaceInto: write, mergeInto: write,
    executeQuery: { does: 'query', rows: 'many' },
    transaction: { returns: 'TransactionBuilder' }, connection: { returns: 'ConnectionBuilder' },
    destroy: { does: 'release' }, fn: {}, schema: {}, introspection: {}, dynamic: {},
  },
}

export default library({
  name: 'Kysely',
  packages: ['kysely'],
  docs: 'https://kysely.dev/docs/getting-started',
  handles: { name: 'trx' },
  asks,
  drivers,
  // It opens nothing itself: the dialect is handed a pool.
  exports: { Kysely: { class: 'Database' } },
  types: {
    Database: database,
    TransactionBuilder: {
      names: ['TransactionBuilder'],
      members: { execute: { runs: [{ argument: 0, with: ['Database'], times: 'once', gives: true, transaction: true }] }, setIsolationLevel: { returns: 'self' }, setAccessMode: { returns: 'self' } },
    },
    ConnectionBuilder: { names: ['ConnectionBuilder'], members: { execute: { runs: [{ argument: 0, with: ['Database'], times: 'once', gives: true }] } } },
    Builder: { members: { '*': { returns: 'self', runs: [{ argument: 'last', with: ['Expressions'], times: 'once' }] } } },
    /** What is built with these is part of the query around them. */
    Expressions: { names: ['ExpressionBuilder'], members: { selectFrom: { returns: 'Part' }, '*': {} } },
    Part: { members: { '*': { returns: 'self', runs: [{ argument: 'last', with: ['Expressions'], times: 'once' }] } } },
  },
})
