import { library, type Call, type Type, type Value } from '../kit/library.ts'

const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }
const raw: Call = { does: 'query', rows: 'many' }
const builder: Call = {
  does: 'query', rows: 'many', builds: true, returns: 'Builder',
  becomes: { insert: 'write', update: 'write', delete: 'write', softDelete: 'write', restore: 'write' },
}

/** `options` is the position of the options: an entity manager is told the entity first. */
function reads(options: number): Record<string, Value> {
  const include = { argument: options, property: 'relations', selectProperty: 'select' } as const
  const one: Call = { does: 'query', rows: 'one', include }
  const many: Call = { does: 'query', rows: 'many', include, options: { limit: { argument: options, path: 'take', unit: 'number' } } }
  const by: Call = { does: 'query', rows: 'many' }
  return {
    find: many, findAndCount: many, findBy: by, findAndCountBy: by, findOne: one, findOneOrFail: one, findOneBy: { ...by, rows: 'one' }, findOneByOrFail: { ...by, rows: 'one' },
    count: number, countBy: number, exists: number, existsBy: number, sum: number, average: number, minimum: number, maximum: number, query: raw, createQueryBuilder: builder,
  }
}
/** Also of the entity classes of the active record style. */
const writes: Record<string, Value> = { save: write, insert: write, update: write, upsert: write, delete: write, remove: write, clear: write }
const moreWrites: Record<string, Value> = { softDelete: write, softRemove: write, restore: write, recover: write, increment: write, decrement: write }

const source: Type = {
  names: ['DataSource', 'Connection'],
  members: {
    getRepository: { returns: 'Repository' }, getTreeRepository: { returns: 'Repository' }, getMongoRepository: { returns: 'Repository' },
    manager: { is: 'Manager' }, transaction: { runs: [{ argument: 'last', with: ['Manager'], times: 'once', gives: true, transaction: true }] },
    query: raw, createQueryBuilder: builder, createQueryRunner: { returns: 'Runner' }, initialize: { returns: 'self' }, destroy: { does: 'release' },
  },
}

export default library({
  name: 'TypeORM',
  packages: ['typeorm'],
  docs: 'https://typeorm.io/docs/working-with-entity-manager/repository-api',
  exports: { DataSource: { class: 'DataSource', new: { does: 'connect', connection: 'pooled-client' } }, BaseEntity: { class: 'Entity' }, Repository: { class: 'Repository' } },
  types: {
    DataSource: source,
    Repository: { names: ['Repository', 'TreeRepository', 'MongoRepository'], members: { ...reads(0), ...writes, ...moreWrites, manager: { is: 'Manager' }, extend: { returns: 'self' } } },
    Manager: {
      names: ['EntityManager', 'MongoEntityManager'],
      members: { ...reads(1), ...writes, ...moreWrites, getRepository: { returns: 'Repository' }, withRepository: { returns: 'Repository' }, transaction: { runs: [{ argument: 'last', with: ['self'], times: 'once', gives: true, transaction: true }] } },
    },
    Runner: { names: ['QueryRunner'], oneAtATime: true, members: {
        manager: { is: 'Manager' }, query: raw, release: { does: 'release' }, startTransaction: { begins: 'receiver' },
        commitTransaction: { ends: 'commit' }, rollbackTransaction: { ends: 'rollback' },
      },
    },
    Entity: {
      names: ['BaseEntity'],
      static: { ...reads(0), ...writes, getRepository: { returns: 'Repository' } },
      members: { save: write, remove: write, softRemove: write, recover: write, reload: { does: 'query', rows: 'one' } },
    },
    Builder: { names: ['SelectQueryBuilder'], members: { '*': { returns: 'self' } } },
  },
})
