import { library, type Call, type Value } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one' }
const many: Call = { does: 'query', rows: 'many' }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }

/** `persist` and `remove` only note the change; it is written by `flush`. */
const methods: Record<string, Value> = {
  find: many, findAll: many, findByCursor: many, findAndCount: many, findOne: one, findOneOrFail: one, count: number, populate: many,
  insert: write, insertMany: write, upsert: write, upsertMany: write, nativeUpdate: write, nativeDelete: write,
}
const transaction: Call = { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true, ambient: true }] }

export default library({
  name: 'MikroORM',
  packages: ['@mikro-orm/core', '@mikro-orm/postgresql', '@mikro-orm/mysql', '@mikro-orm/mariadb', '@mikro-orm/sqlite', '@mikro-orm/better-sqlite', '@mikro-orm/libsql', '@mikro-orm/mongodb', '@mikro-orm/mssql', '@mikro-orm/knex', '@mikro-orm/sql'],
  docs: 'https://mikro-orm.io/docs/entity-manager',
  exports: { MikroORM: { class: 'Orm' }, EntityManager: { class: 'Manager' }, EntityRepository: { class: 'Repository' } },
  types: {
    Orm: {
      names: ['MikroORM'],
      static: { init: { does: 'connect', connection: 'pooled-client', returns: 'Orm' } },
      members: { em: { is: 'Manager' }, close: { does: 'release' } },
    },
    Manager: {
      names: ['EntityManager', 'SqlEntityManager', 'MongoEntityManager'], oneAtATime: true, remembers: true,
      members: {
        ...methods, flush: write, persist: { returns: 'self' }, remove: { returns: 'self' }, getRepository: { returns: 'Repository' }, fork: { returns: 'self' },
        transactional: transaction, execute: many, getReference: {}, create: {}, assign: {}, clear: {},
      },
    },
    Repository: { names: ['EntityRepository', 'SqlEntityRepository'], oneAtATime: true, remembers: true, members: { ...methods, getEntityManager: { returns: 'Manager' }, create: {}, assign: {} } },
  },
})
