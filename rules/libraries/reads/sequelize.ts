import type { Call, Include, ManyByObject } from '../../kit/library.ts'

/** The drivers that it speaks through. */
export const drivers = { pg: 'postgresql', mysql2: 'mysql', mariadb: 'mysql', sqlite3: 'sqlite', tedious: 'sqlserver' }

const wishes = ['attributes', 'include', 'raw', 'nest', 'transaction', 'paranoid', 'logging', 'benchmark', 'searchPath']
const common: Omit<ManyByObject, 'argument' | 'keeps' | 'missing'> = {
  style: 'object', where: 'where', call: 'findAll', operators: [], looseKeys: true, limit: 65535, select: 'attributes', sorts: 'order', reader: { method: 'get', unless: 'raw' },
}

const include: Include = {
  argument: 0, property: 'include', as: 'names', onlyOne: true, blockedBy: ['raw', 'group', 'plain'], declared: true, notAlwaysTyped: true,
}
const byOptions = (keeps: string[], missing: ManyByObject['missing']): ManyByObject => ({ ...common, argument: 0, keeps, missing })

export const findAll: Call = {
  does: 'query', rows: 'many', row: 'Row', include, options: { limit: { argument: 0, path: 'limit', unit: 'number' } }, many: byOptions([...wishes, 'order'], 'rows'),
}
export const findAndCountAll: Call = { ...findAll, many: undefined, rowsIn: 'rows' }
export const findOne: Call = { does: 'query', rows: 'one', row: 'Row', many: byOptions(wishes, 'null') }
export const findByPk: Call = {
  does: 'query', rows: 'one', row: 'Row', many: { ...common, argument: 0, key: 'always', wishes: 1, keeps: wishes, missing: 'null', emptyKey: 'finds-nothing' },
}
export const count: Call = {
  does: 'query', rows: 'number', many: { ...common, call: 'count', argument: 0, keeps: ['transaction', 'paranoid', 'logging'], missing: 'number', groups: { by: 'group', value: 'count' } },
}
