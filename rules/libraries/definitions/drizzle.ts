import type { SchemaWords } from '../../kit/definitions.ts'
import type { Type, Value } from '../../kit/library.ts'

/** How Drizzle's tables are written. */
export const words: SchemaWords = {
  optional: true,
  column: { primary: ['primaryKey'], unique: ['unique'], required: ['notNull'], list: ['array'], named: ['name'], references: ['references'] },
  extra: { index: ['index'], unique: ['uniqueIndex', 'unique'], primary: ['primaryKey'], columns: ['on', 'onOnly', 'using', 'concurrently'] },
  relation: { fields: ['fields'], references: ['references'], name: ['relationName'], one: ['one'], many: ['many'] },
}

const table = (provider: string): Value => ({ returns: 'DefinedTable', defines: { what: 'model', name: 0, columns: 1, extra: 2, provider } })
const makers = { pg: 'postgresql', mysql: 'mysql', sqlite: 'sqlite', singlestore: 'mysql' }

export const exports: Record<string, Value> = {
  ...Object.fromEntries(Object.entries(makers).flatMap(([name, provider]): [string, Value][] => [
    [`${name}Table`, table(provider)],
    [`${name}TableCreator`, { returns: `${provider}Maker` }],
    [`${name}Schema`, { returns: `${provider}Schema` }],
  ])),
  relations: { defines: { what: 'relations', model: 0, relations: 1 } },
}

export const types: Record<string, Type> = {
  DefinedTable: {},
  ...Object.fromEntries(['postgresql', 'mysql', 'sqlite'].flatMap((provider): [string, Type][] => [
    [`${provider}Maker`, { called: table(provider) as Type['called'] & object }],
    [`${provider}Schema`, { members: { table: table(provider) } }],
  ])),
}
