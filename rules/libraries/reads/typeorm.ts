import type { Call, Include, ManyByClauses, ManyByObject, Value } from '../../kit/library.ts'

/** The drivers that it speaks through. */
export const drivers = {
  pg: 'postgresql', mysql: 'mysql', mysql2: 'mysql', sqlite3: 'sqlite', 'better-sqlite3': 'sqlite', 'sql.js': 'sqlite', mssql: 'sqlserver', mongodb: 'mongodb',
}

const wishes = ['relations', 'select', 'withDeleted', 'loadEagerRelations', 'relationLoadStrategy', 'comment']
const common: Omit<ManyByObject, 'argument' | 'call' | 'keeps' | 'missing'> = {
  style: 'object', inCall: { name: 'In', package: 'typeorm' }, operators: [], looseKeys: true, dropsEmpty: true, limit: 65535, notFor: ['mongodb'], versions: '>=0.3',
}

/** Chains; `alias`: the argument that names a row. */
export const byClauses = (alias: number): ManyByClauses => ({
  style: 'clauses', alias, where: ['where', 'andWhere'], parameters: ['setParameters'], keeps: ['withDeleted', 'comment', 'useIndex', 'maxExecutionTime'], selects: ['select', 'addSelect'],
  joins: ['leftJoin', 'innerJoin', 'leftJoinAndSelect', 'innerJoinAndSelect'], sorts: ['orderBy', 'addOrderBy'], one: ['limit', 'take'],
  ends: {
    getMany: { call: 'getMany', gives: 'rows' }, getOne: { call: 'getMany', gives: 'first' }, getOneOrFail: { call: 'getMany', gives: 'present' },
    getCount: { call: 'getRawMany', gives: 'count' }, getExists: { call: 'getRawMany', gives: 'presence' }, getRawOne: { call: 'getRawMany', gives: 'numbers' },
  },
})

/** How repositories, managers (which are told the entity first) and active records read; `at` is where conditions stand. */
export function reads(at: number): Record<string, Value> {
  const model = at === 1 ? { model: 0 } : {}
  const include: Include = { argument: at, property: 'relations', as: 'either', onlyOne: true, blockedBy: ['select', 'loadRelationIds', 'loadEagerRelations'], wrappers: ['Promise<'] }
  const throws: Pick<ManyByObject, 'failure'> = { failure: { text: `new {name}(${at === 1 ? '{model}' : '{client}.target'}, {given})`, name: 'EntityNotFoundError', package: 'typeorm' } }
  const byOptions = (keeps: string[], missing: ManyByObject['missing']): ManyByObject => ({ ...common, argument: at, where: 'where', call: 'find', keeps, missing, select: 'select', sorts: 'order' })
  const byConditions = (missing: ManyByObject['missing']): ManyByObject => ({ ...common, argument: at, call: 'findBy', keeps: [], missing })
  const one: Call = { does: 'query', rows: 'one', include, ...model }
  const many: Call = { does: 'query', rows: 'many', include, options: { limit: { argument: at, path: 'take', unit: 'number' } }, ...model }
  const by: Call = { does: 'query', rows: 'many', ...model }
  const oneBy: Call = { does: 'query', rows: 'one', ...model }
  const number: Call = { does: 'query', rows: 'number', ...model }
  const numbers = (what: string, chain: Partial<ManyByObject['chain']>, argument: number, where?: string): Call => ({
    ...number,
    many: {
      ...common, argument, ...where !== undefined && { where }, call: 'createQueryBuilder', keeps: [], missing: 'number',
      chain: {
        links: ['createQueryBuilder({entity}{alias})', 'select({alias.column}, {column})', ...what === '' ? [] : [`addSelect(${what})`], 'where({where})', 'groupBy({alias.column})', 'getRawMany()'],
        value: 'Number({row}.count)', nothing: '0', ...chain,
      },
    },
  })
  const counted = (where?: string) => numbers(`'COUNT(*)', 'count'`, {}, at, where)
  const present = (where?: string) => numbers('', { value: 'true', tells: 'presence' }, at, where)
  const aggregate = (name: string): Call => numbers(`'${name}({of})', 'value'`, { of: at, value: '{row}.value === null ? null : Number({row}.value)', nothing: 'null' }, at + 1)
  return {
    find: { ...many, many: byOptions([...wishes, 'order'], 'rows') }, findAndCount: { ...many, rowsIn: '0' },
    findBy: { ...by, many: byConditions('rows') }, findAndCountBy: { ...by, rowsIn: '0' },
    findOne: { ...one, many: byOptions(wishes, 'null') }, findOneOrFail: { ...one, many: { ...byOptions(wishes, 'throws'), ...throws } },
    findOneBy: { ...oneBy, many: byConditions('null') }, findOneByOrFail: { ...oneBy, many: { ...byConditions('throws'), ...throws } },
    // Until 0.3, and until 1.0.
    findByIds: by, findOneById: oneBy, exist: present('where'), existBy: present(),
    count: counted('where'), countBy: counted(), exists: present('where'), existsBy: present(),
    sum: aggregate('SUM'), average: aggregate('AVG'), minimum: aggregate('MIN'), maximum: aggregate('MAX'),
  }
}
