import type { Call, Include, ManyByObject, Value } from '../../kit/library.ts'

/** The packages for single databases, of which a project has one. */
export const drivers = {
  '@mikro-orm/postgresql': 'postgresql', '@mikro-orm/mysql': 'mysql', '@mikro-orm/mariadb': 'mysql', '@mikro-orm/sqlite': 'sqlite', '@mikro-orm/better-sqlite': 'sqlite',
  '@mikro-orm/libsql': 'sqlite', '@mikro-orm/mssql': 'sqlserver', '@mikro-orm/mongodb': 'mongodb',
}

const wishes = ['populate', 'fields', 'exclude', 'strategy', 'filters', 'schema', 'refresh', 'connectionType']

/** How managers (which are told the entity first) and repositories read; `at` is where conditions stand. */
export function reads(at: number): Record<string, Value> {
  const model = at === 1 ? { model: 0 } : {}
  const include: Include = {
    argument: at + 1, property: 'populate', as: 'names', onlyOne: true, blockedBy: ['fields', 'exclude', 'disableIdentityMap'], wrappers: ['Ref<', 'Reference<', 'ref: true', 'wrappedReference'],
  }
  const many = (keeps: string[], missing: ManyByObject['missing']): ManyByObject => ({
    style: 'object', argument: at, key: 'also', wishes: at + 1, call: 'find', in: '$in', operators: ['$and', '$or', '$not'], keeps, missing,
    limit: 32767, select: 'fields', sorts: 'orderBy', givesKey: true, namesRelations: true, looseKeys: true,
  })
  const limit = { limit: { argument: at + 1, path: 'limit', unit: 'number' } } as const
  const one: Call = { does: 'query', rows: 'one', ...model }
  const list: Call = { does: 'query', rows: 'many', options: limit, ...model }
  return {
    find: { ...list, include, many: many([...wishes, 'orderBy'], 'rows') }, findAndCount: { ...list, include, rowsIn: '0' },
    findAll: { does: 'query', rows: 'many', include: { ...include, argument: at }, options: { limit: { argument: at, path: 'limit', unit: 'number' } }, ...model },
    findByCursor: { does: 'query', rows: 'many', ...model },
    findOne: { ...one, many: many(wishes, 'null') }, findOneOrFail: { ...one, many: many(wishes, 'throws') },
    count: { does: 'query', rows: 'number', ...model }, populate: { does: 'query', rows: 'many' },
  }
}
