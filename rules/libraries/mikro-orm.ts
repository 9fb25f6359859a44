import { library, type Call, type Value } from '../kit/library.ts'
import * as definitions from './definitions/mikro-orm.ts'
import { drivers, reads } from './reads/mikro-orm.ts'

const many: Call = { does: 'query', rows: 'many' }
const write: Call = { does: 'write' }

/** A list is asked for as it is. */
const byKey = (row: number, change?: number): Call => ({
  ...write, target: row === 0 ? 'receiver' : 0, manyKeys: { argument: row, in: {}, keeps: [], empty: 'nothing', limit: 32766, ...change !== undefined && { change } },
})
/** `persist` and `remove` only note the change; it is written by `flush`. */
const writes = (row: number): Record<string, Value> => ({
  insert: { ...write, target: row === 0 ? 'receiver' : 0, manyRows: { argument: row, call: 'insertMany', gives: 'nothing', keeps: [], empty: 'throws', mostParameters: 32766 } },
  insertMany: write, upsertMany: write, nativeUpdate: byKey(row, row + 1), nativeDelete: byKey(row),
  upsert: { ...write, target: row === 0 ? 'receiver' : 0, manyRows: { argument: row, call: 'upsertMany', gives: 'nothing', keeps: [], changes: true, empty: 'nothing', mostParameters: 32766 } },
})
/** Managers are told the entity first. */
const told = (calls: Record<string, Value>): Record<string, Value> => Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, { ...call, model: 0 }]))
const transaction: Call = { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true, ambient: true }] }

/** Of an entity's references and collections: they ask unless the entity was loaded with them. */
const loaded: Partial<Call> = {
  ofRelation: true, batches: { versions: '>=6', option: 'dataloader' }, options: { dataloader: { argument: 0, path: 'dataloader', unit: 'boolean' } },
}
const related: Call = { ...loaded, does: 'query', rows: 'one' }
const relatedMany: Call = { ...loaded, does: 'query', rows: 'many' }

export default library({
  name: 'MikroORM',
  packages: ['@mikro-orm/core', '@mikro-orm/decorators/*', '@mikro-orm/postgresql', '@mikro-orm/mysql', '@mikro-orm/mariadb', '@mikro-orm/sqlite', '@mikro-orm/better-sqlite', '@mikro-orm/libsql', '@mikro-orm/mongodb', '@mikro-orm/mssql', '@mikro-orm/knex', '@mikro-orm/sql'],
  docs: 'https://mikro-orm.io/docs/entity-manager',
  asks: definitions.asks,
  schema: definitions.words,
  drivers,
  exports: { ...definitions.exports, MikroORM: { class: 'Orm' }, EntityManager: { class: 'Manager' }, EntityRepository: { class: 'Repository' }, Collection: { class: 'Collection' } },
  types: {
    DefinedEntity: {},
    Orm: {
      names: ['MikroORM'],
      static: { init: { does: 'connect', connection: 'pooled-client', returns: 'Orm' } },
      members: { em: { is: 'Manager' }, close: { does: 'release' } },
    },
    Manager: {
      names: ['EntityManager', 'SqlEntityManager', 'MongoEntityManager'], oneAtATime: true, remembers: true,
      members: {
        ...reads(1), ...told(writes(1)), flush: { ...write, gathered: true }, persistAndFlush: write, removeAndFlush: write, persist: { returns: 'self' }, remove: { returns: 'self' }, getRepository: { returns: 'Repository', model: 0 }, fork: { returns: 'self' },
        transactional: transaction, execute: { ...many, sql: 0 }, getReference: {}, create: {}, assign: {}, clear: {},
      },
    },
    Reference: {
      names: ['Ref', 'Reference', 'ScalarReference'],
      members: { load: related, loadOrFail: related, loadProperty: { ...related, batches: undefined, options: undefined }, getEntity: {}, unwrap: {}, getProperty: {}, isInitialized: {}, set: {} },
    },
    Collection: {
      names: ['Collection'], model: 0,
      members: {
        init: relatedMany, load: relatedMany, loadItems: relatedMany, matching: { does: 'query', rows: 'many' }, loadCount: { does: 'query', rows: 'number' },
        getItems: { rows: 'many' }, add: {}, remove: {}, removeAll: {}, set: {}, count: {}, isInitialized: {}, map: {}, toArray: {},
      },
    },
    Repository: { names: ['EntityRepository', 'SqlEntityRepository'], model: 0, oneAtATime: true, remembers: true, members: { ...reads(0), ...writes(0), getEntityManager: { returns: 'Manager' }, create: {}, assign: {} } },
  },
})
