import type { QueryWords } from '../../kit/query-words.ts'

/** The drivers that it speaks through. */
export const drivers = { pg: 'postgresql', mysql: 'mysql', mysql2: 'mysql', sqlite3: 'sqlite', 'better-sqlite3': 'sqlite', tedious: 'sqlserver', oracledb: 'oracle' }

/** How queries of Knex (and Objection) say which rows they want. */
export const asks: QueryWords = {
  links: {
    where: ['where', 'andWhere'], in: ['whereIn'], both: ['whereBetween'], text: ['whereLike', 'whereILike', 'andWhereLike', 'andWhereILike'],
    any: ['orWhere', 'orWhereIn', 'orWhereNull', 'orWhereRaw', 'orWhereLike', 'orWhereILike', 'orWhereBetween'],
    equals: ['findByIds'], other: ['whereNot', 'whereNotIn', 'whereNotNull', 'whereNull', 'whereNotBetween'],
    sorts: ['orderBy'], joins: { names: ['join', 'innerJoin', 'leftJoin', 'leftOuterJoin', 'rightJoin'], on: 4 }, limits: ['limit', 'page', 'range'], one: ['first', 'findById', 'findOne', 'throwIfNotFound'],
    few: ['groupBy', 'groupByRaw', 'having', 'distinct', 'count', 'countDistinct', 'sum', 'min', 'max', 'avg', 'resultSize', 'insert', 'update', 'patch', 'delete', 'del', 'deleteById', 'patchAndFetchById', 'insertAndFetch', 'into'],
    streams: ['stream', 'pipe'],
    ends: ['as', 'transacting'],
    neutral: ['select', 'column', 'columns', 'from', 'table', 'as', 'timeout', 'forUpdate', 'forShare', 'withGraphFetched', 'withGraphJoined', 'returning', 'query', 'offset', 'transacting', 'modifyGraph', 'debug', 'castTo'],
  },
  equals: ['='], in: ['in'], range: ['>', '>=', '<', '<='], both: ['between'], text: ['like', 'ilike'], all: [], any: [], other: ['!=', '<>', 'not in', 'is', 'is not', 'not like'],
}
