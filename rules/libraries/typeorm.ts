import { library, type Call, type Type, type Value } from '../kit/library.ts'

const include = { argument: 0, property: 'relations', selectProperty: 'select' } as const
const one: Call = { does: 'query', rows: 'one', include }
const many: Call = { does: 'query', rows: 'many', include, options: { limit: { argument: 0, path: 'take', unit: 'number' } } }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }
const builder: Call = {
  does: 'query', rows: 'many', builds: true, returns: 'Builder',
  becomes: { insert: 'write', update: 'write', delete: 'write', softDelete: 'write', restore: 'write' },
}

const reads: Record<string, Value> = {
  find: many, findBy: many, findAndCount: many, findAndCountBy: many, findOne: one, findOneBy: one, findOneOrFail: one, findOneByOrFail: one,
  count: number, countBy: number, exists: number, existsBy: number, sum: number, average: number, minimum: number, maximum: number,
  query: { does: 'query', rows: 'many' }, createQueryBuilder: builder,
}
const writes: Record<string, Value> = {
  save: write, insert: write, update: write, upsert: write, delete: write, remove: write, softDelete: write, softRemove: write, restore: write, recover: write,
  increment: write, decrement: write, clear: write,
}

const source: Type = {
  names: ['DataSource', 'Connection'],
  members: {
    getRepository: { returns: 'Repository' }, getTreeRepository: { returns: 'Repository' }, getMongoRepository: { returns: 'Repository' },
    manager: { is: 'Manager' }, transaction: { runs: [{ argument: 'last', with: ['Manager'], times: 'once', gives: true }] },
    query: { does: 'query', rows: 'many' }, createQueryBuilder: builder, createQueryRunner: { returns: 'Runner' }, initialize: { returns: 'self' }, destroy: { does: 'release' },
  },
}

export default library({
  name: 'TypeORM',
  packages: ['typeorm'],
  docs: 'https://typeorm.io/docs/working-with-entity-manager/repository-api',
  exports: { DataSource: { class: 'DataSource', new: { does: 'connect', connection: 'pooled-client' } }, BaseEntity: { class: 'Entity' }, Repository: { class: 'Repository' } },
  types: {
    DataSource: source,
    Repository: { names: ['Repository', 'TreeRepository', 'MongoRepository'], members: { ...reads, ...writes, manager: { is: 'Manager' }, extend: { returns: 'self' } } },
    Manager: {
      names: ['EntityManager', 'MongoEntityManager'],
      members: { ...reads, ...writes, getRepository: { returns: 'Repository' }, transaction: { runs: [{ argument: 'last', with: ['self'], times: 'once', gives: true }] } },
    },
    Runner: { names: ['QueryRunner'], members: { manager: { is: 'Manager' }, query: { does: 'query', rows: 'many' }, release: { does: 'release' } } },
    Entity: { names: ['BaseEntity'], static: { ...reads, ...writes, getRepository: { returns: 'Repository' } }, members: { save: write, remove: write, softRemove: write, recover: write, reload: one } },
    Builder: { names: ['SelectQueryBuilder'], members: { '*': { returns: 'self' } } },
  },
})
