import { library, type Call, type Value } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one', returns: 'Row' }
const many: Call = { does: 'query', rows: 'many', options: { limit: { argument: 0, path: 'limit', unit: 'number' } } }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }

/** What a model class offers, whether it is a class of the workspace or made by `define`. */
const model: Record<string, Value> = {
  findAll: many, findAndCountAll: many, findOne: one, findByPk: one, findOrCreate: write, findOrBuild: one, findCreateFind: write,
  count: number, max: number, min: number, sum: number, aggregate: number,
  create: write, bulkCreate: write, update: write, upsert: write, destroy: write, restore: write, truncate: write, increment: write, decrement: write,
  build: { returns: 'Row' }, scope: { returns: 'Model' }, unscoped: { returns: 'Model' },
}

export default library({
  name: 'Sequelize',
  packages: ['sequelize', 'sequelize-typescript'],
  docs: 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/',
  exports: { Sequelize: { class: 'Sequelize', new: { does: 'connect', connection: 'pooled-client' } }, Model: { class: 'Row' } },
  types: {
    Sequelize: {
      names: ['Sequelize'],
      members: {
        define: { returns: 'Model' }, model: { returns: 'Model' }, models: { is: 'Models' }, query: { does: 'query', rows: 'many' },
        transaction: { runs: [{ argument: 'last', times: 'once', gives: true, transaction: true }] }, authenticate: {}, sync: {}, close: { does: 'release' },
      },
    },
    Models: { members: { '*': { is: 'Model' } } },
    Model: { names: ['ModelStatic', 'ModelCtor'], members: model, new: { returns: 'Row' } },
    Row: {
      names: ['Model'],
      static: model,
      members: { save: write, update: write, destroy: write, restore: write, increment: write, decrement: write, reload: one },
    },
  },
})
