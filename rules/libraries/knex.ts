import { library, type Call, type ManyByChain, type ManyKeys, type ManyRows, type Type } from '../kit/library.ts'
import { asks, drivers } from './definitions/knex.ts'

const becomes = {
  insert: 'write', update: 'write', delete: 'write', del: 'write', increment: 'write', decrement: 'write', truncate: 'write', upsert: 'write', batchInsert: 'write',
} as const
/** What a builder's links mean for many rows; Objection's are the same. */
export const links = {
  style: 'chain', where: ['where', 'andWhere'], forms: ['pair', 'operator', 'object'], in: { link: 'whereIn' },
  selects: ['select', 'column', 'columns'], all: [], one: ['limit'], sorts: ['orderBy', 'orderByRaw'], joins: ['join', 'innerJoin', 'leftJoin', 'leftOuterJoin'],
  keeps: ['orderBy', 'whereNull', 'whereNotNull', 'whereNot', 'whereBetween', 'whereIn', 'whereNotIn', 'forUpdate', 'forShare', 'timeout'],
  first: ['first'], limit: 32767, locks: ['forUpdate', 'forShare'], distinctOn: { link: 'distinctOn', databases: ['postgresql'] },
  numbers: { as: 'links', of: { count: '0', countDistinct: '0', sum: 'null', sumDistinct: 'null', avg: 'null', avgDistinct: 'null', max: 'null', min: 'null' }, groups: 'groupBy' },
} satisfies Partial<ManyByChain>
/** Rows go in as an object or as a list of them. */
const manyRows: ManyRows = {
  link: 'insert', argument: 0, gives: 'rows', rowsBy: ['returning'], keeps: ['insert', 'into', 'returning', 'onConflict', 'ignore', 'merge'], changes: ['merge'],
  empty: 'throws', mostParameters: 32766,
}
/** What is deleted or changed alike; Objection's are the same. */
export const keyLists = {
  where: ['where', 'andWhere'], forms: ['pair', 'operator', 'object'], in: { link: 'whereIn' }, empty: 'nothing', limit: 32767,
  keeps: ['from', 'table', 'into', 'whereNull', 'whereNotNull', 'whereNot', 'whereBetween', 'whereIn', 'whereNotIn', 'transacting'],
} satisfies ManyKeys
const query: Call = {
  target: 0, manyRows, manyKeys: { ...keyLists, by: ['update', 'del', 'delete'] },
  does: 'query', rows: 'many', takesHandle: { links: ['transacting'] }, builds: true, returns: 'Builder', becomes, unrunBy: ['toSQL', 'toString', 'toQuery', 'as'],
  many: { ...links, table: 'argument', from: ['from', 'table'] },
}
const write: Call = { does: 'write', target: { link: 'into' }, manyRows, takesHandle: { links: ['transacting'] }, builds: true, returns: 'Builder' }
const raw: Call = { does: 'query', rows: 'many', sql: 0 }

const client: Type = {
  names: ['Knex', 'Knex.Transaction'],
  called: query,
  members: {
    select: query, from: query, table: query, queryBuilder: query, with: query, withRecursive: query, first: query, count: query, countDistinct: query,
    max: query, min: query, sum: query, avg: query, distinct: query, where: query, whereIn: query, pluck: query,
    insert: write, update: write, del: write, delete: write, batchInsert: write,
    raw, transaction: { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true }], begins: 'result', returns: 'self' },
    withSchema: { returns: 'self' }, destroy: { does: 'release' }, schema: {}, fn: {}, ref: {},
    commit: { ends: 'commit' }, rollback: { ends: 'rollback' }, transactionProvider: {}, isTransaction: {},
  },
}

export default library({
  name: 'Knex',
  packages: ['knex'],
  docs: 'https://knexjs.org/guide/query-builder.html',
  handles: { name: 'trx' },
  asks,
  drivers,
  exports: {
    default: { does: 'connect', connection: 'pool', returns: 'Client' },
    knex: { does: 'connect', connection: 'pool', returns: 'Client' },
  },
  types: { Client: client, Builder: { names: ['Knex.QueryBuilder'], members: { '*': { returns: 'self' } } } },
})
