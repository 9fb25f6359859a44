import { library, type Call, type Type, type Value } from '../kit/library.ts'
import * as definitions from './definitions/typeorm.ts'
import { byClauses, drivers, reads } from './reads/typeorm.ts'

const write: Call = { does: 'write' }
const raw: Call = { does: 'query', rows: 'many', sql: 0 }
const builder: Call = {
  does: 'query', rows: 'many', builds: true, returns: 'Builder', unrunBy: ['getQuery', 'getSql', 'getQueryAndParameters', 'subQuery'],
  becomes: { insert: 'write', update: 'write', delete: 'write', softDelete: 'write', restore: 'write', add: 'write', remove: 'write' },
}

/** What repositories, managers and entity classes read with. */
const reading = (at: number): Record<string, Value> => ({ ...reads(at), query: raw, createQueryBuilder: { ...builder, many: byClauses(at), ...at === 1 && { model: 0 } } })
/** The criteria may be the key itself, and a list of nothing is an error. */
const byKey = (row: number, change?: number): Call => ({
  ...write, target: row === 0 ? 'receiver' : 0,
  manyKeys: { argument: row, key: true, in: { function: 'In', package: 'typeorm' }, keeps: [], empty: 'throws', limit: 32766, ...change !== undefined && { change } },
})
/** Also of the entity classes of the active record style. */
const writes = (row: number): Record<string, Value> => ({
  ...otherWrites,
  delete: byKey(row), update: byKey(row, row + 1),
  upsert: { ...write, target: row === 0 ? 'receiver' : 0, manyRows: { argument: row, gives: 'nothing', keeps: [], options: true, changes: true, empty: 'nothing', mostParameters: 32766 } },
  save: { ...write, target: row === 0 ? 'receiver' : 0, manyRows: { argument: row, gives: 'row', keeps: [], empty: 'nothing', onlyNew: true } },
  insert: { ...write, target: row === 0 ? 'receiver' : 0, manyRows: { argument: row, gives: 'nothing', keeps: [], empty: 'nothing', mostParameters: 32766 } },
})
const otherWrites: Record<string, Value> = { remove: write, clear: write }
const moreWrites = (row: number): Record<string, Value> => ({ softDelete: byKey(row), softRemove: write, restore: byKey(row), recover: write, increment: write, decrement: write })

/** Managers are told the entity first; in some forms it is the row itself that tells it. */
const told = (calls: Record<string, Value>): Record<string, Value> => Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, { ...call, model: 0 }]))

const source: Type = {
  names: ['DataSource', 'Connection'],
  members: {
    getRepository: { returns: 'Repository', model: 0 }, getTreeRepository: { returns: 'Repository', model: 0 }, getMongoRepository: { returns: 'Repository', model: 0 },
    manager: { is: 'Manager' }, transaction: { runs: [{ argument: 'last', with: ['Manager'], times: 'once', gives: true, transaction: true }] },
    query: raw, createQueryBuilder: { ...builder, model: 0, many: byClauses(1) }, createQueryRunner: { returns: 'Runner' }, initialize: { returns: 'self' }, destroy: { does: 'release' },
  },
}

export default library({
  name: 'TypeORM',
  packages: ['typeorm'],
  docs: 'https://typeorm.io/docs/working-with-entity-manager/repository-api',
  handles: { clients: { Repository: '{handle}.withRepository({client})', Entity: '{handle}.getRepository({client})' }, begun: 'manager', name: 'manager' },
  asks: definitions.asks,
  schema: definitions.words,
  drivers,
  exports: { ...definitions.exports, DataSource: { class: 'DataSource', new: { does: 'connect', connection: 'pooled-client' } }, BaseEntity: { class: 'Entity' }, Repository: { class: 'Repository' } },
  types: {
    EntitySchema: {},
    DataSource: source,
    Repository: { names: ['Repository', 'TreeRepository', 'MongoRepository'], model: 0, members: { ...reading(0), ...writes(0), ...moreWrites(0), manager: { is: 'Manager' }, extend: { returns: 'self', extendedBy: 0 } } },
    Manager: {
      names: ['EntityManager', 'MongoEntityManager'],
      members: { ...reading(1), ...told({ ...writes(1), ...moreWrites(1) }), getRepository: { returns: 'Repository', model: 0 }, withRepository: { returns: 'Repository' }, transaction: { runs: [{ argument: 'last', with: ['self'], times: 'once', gives: true, transaction: true }] } },
    },
    Runner: { names: ['QueryRunner'], oneAtATime: true, members: {
        manager: { is: 'Manager' }, query: raw, release: { does: 'release' }, startTransaction: { begins: 'receiver' },
        commitTransaction: { ends: 'commit' }, rollbackTransaction: { ends: 'rollback' },
      },
    },
    Entity: {
      names: ['BaseEntity'], model: 'class',
      static: { ...reading(0), ...writes(0), getRepository: { returns: 'Repository' } },
      members: { save: write, remove: write, softRemove: write, recover: write, reload: { does: 'query', rows: 'one' } },
    },
    Builder: { names: ['SelectQueryBuilder'], members: { '*': { returns: 'self' } } },
  },
})
