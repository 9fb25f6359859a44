import type { SchemaWords } from '../../kit/definitions.ts'
import type { Type, Value } from '../../kit/library.ts'
import type { QueryWords } from '../../kit/query-words.ts'

/** How Drizzle's tables are written. */
export const words: SchemaWords = {
  optional: true,
  column: { primary: ['primaryKey'], unique: ['unique'], required: ['notNull'], list: ['array'], named: ['name'], references: ['references'] },
  extra: { index: ['index'], unique: ['uniqueIndex', 'unique'], primary: ['primaryKey'], columns: ['on', 'onOnly', 'using', 'concurrently'] },
  adds: {
    how: 'extra', name: 'index', on: 'on', package: 'drizzle-orm', listSince: '0.36.0',
    from: { postgresql: 'drizzle-orm/pg-core', mysql: 'drizzle-orm/mysql-core', sqlite: 'drizzle-orm/sqlite-core' },
  },
  relation: { fields: ['fields'], references: ['references'], name: ['relationName'], one: ['one'], many: ['many'] },
}

const table = (provider: string): Value => ({ returns: 'DefinedTable', defines: { what: 'model', name: 0, columns: 1, extra: 2, provider } })
const makers = { pg: 'postgresql', mysql: 'mysql', sqlite: 'sqlite' }

export const exports: Record<string, Value> = {
  ...Object.fromEntries(Object.entries(makers).flatMap(([name, provider]): [string, Value][] => [
    [`${name}Table`, table(provider)],
    [`${name}TableCreator`, { returns: `${provider}Maker` }],
    ...name === 'sqlite' ? [] : [[`${name}Schema`, { returns: `${provider}Schema` }] satisfies [string, Value]],
  ])),
  relations: { defines: { what: 'relations', model: 0, relations: 1 } },
}

export const types: Record<string, Type> = {
  DefinedTable: {},
  ...Object.fromEntries(['postgresql', 'mysql', 'sqlite'].flatMap((provider): [string, Type][] => [
    [`${provider}Maker`, { called: table(provider) as Type['called'] & object }],
    ...provider === 'sqlite' ? [] : [[`${provider}Schema`, { members: { table: table(provider) } }] satisfies [string, Type]],
  ])),
}

/** How Drizzle's queries say which rows they want. */
export const asks: QueryWords = {
  objects: [{ calls: ['findMany', 'findFirst'], argument: 0, property: 'where', sorts: 'orderBy' }],
  links: {
    where: ['where'], sorts: ['orderBy'], joins: { names: ['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin'], on: 1 }, limits: ['limit'], one: ['get'], few: ['groupBy', 'having'], streams: ['iterator'],
    ends: ['all', 'values', 'execute', 'prepare', 'as'],
    neutral: ['select', 'selectDistinct', 'selectDistinctOn', 'from', 'for', 'prepare', 'execute', 'all', 'values', '$withCache', 'as', 'offset'],
  },
  equals: ['eq'], in: ['inArray'], range: ['gt', 'gte', 'lt', 'lte'], both: ['between'], text: ['like', 'ilike', 'notLike', 'notIlike'],
  all: ['and'], any: ['or'], other: ['ne', 'not', 'notInArray', 'isNotNull', 'isNull', 'exists', 'notExists', 'arrayContains', 'arrayOverlaps', 'notBetween'],
}
