import type { QueryWords } from '../../kit/query-words.ts'

/** The drivers that it speaks through. */
export const drivers = { pg: 'postgresql', 'kysely-postgres-js': 'postgresql', 'kysely-neon': 'postgresql', '@electric-sql/pglite': 'postgresql', mysql2: 'mysql', 'better-sqlite3': 'sqlite', '@libsql/kysely-libsql': 'sqlite', 'kysely-d1': 'sqlite', tedious: 'sqlserver' }

/** How Kysely's queries say which rows they want. */
export const asks: QueryWords = {
  links: {
    where: ['where'], joins: { names: ['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin'], on: 3 }, sorts: ['orderBy'], limits: ['limit', 'top', 'fetch'], one: ['executeTakeFirst', 'executeTakeFirstOrThrow'], few: ['groupBy', 'having', 'distinct', 'distinctOn'],
    streams: ['stream'], other: ['whereRef'],
    ends: ['execute', 'compile', 'as'],
    neutral: ['select', 'selectAll', 'selectFrom', 'execute', 'forUpdate', 'forShare', '$castTo', '$narrowType', 'as', 'offset', 'compile'],
  },
  equals: ['='], in: ['in'], range: ['>', '>=', '<', '<='], both: ['between'], text: ['like', 'ilike'], all: ['and'], any: ['or'], other: ['!=', '<>', 'not in', 'is', 'is not', 'not like'],
}
