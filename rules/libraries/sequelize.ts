import { library, type Call, type ManyKeys, type Value } from '../kit/library.ts'
import * as definitions from './definitions/sequelize.ts'
import { count, drivers, findAll, findAndCountAll, findByPk, findOne } from './reads/sequelize.ts'

const one: Call = { does: 'query', rows: 'one', row: 'Row' }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }

/** Without it a statement runs outside of the transaction, unless a context was set up. */
const told = (argument: number, fact: Call): Call => ({ ...fact, takesHandle: { argument, path: 'transaction' } })

/** A list is asked for as it is. */
const byKey = { property: 'where', in: {}, empty: 'nothing', limit: 32767 } satisfies Partial<ManyKeys>
const destroy: Call = { ...write, target: 'receiver', manyKeys: { ...byKey, argument: 0, keeps: ['transaction', 'force'] } }
const update: Call = { ...write, target: 'receiver', manyKeys: { ...byKey, argument: 1, change: 0, keeps: ['transaction', 'paranoid', 'silent'] } }

/** What a model class offers, whether it is a class of the workspace or made by `define`. */
const model: Record<string, Value> = {
  findAll: told(0, findAll), findAndCountAll: told(0, findAndCountAll), findOne: told(0, findOne), findByPk: told(1, findByPk), findOrCreate: told(0, write), findOrBuild: told(0, one), findCreateFind: told(0, write),
  count: told(0, count), max: told(1, number), min: told(1, number), sum: told(1, number), aggregate: told(2, number),
  create: told(1, { ...write, target: 'receiver', manyRows: { argument: 0, call: 'bulkCreate', gives: 'row', keeps: [], empty: 'nothing', skips: 'hook runs on single rows' } }), bulkCreate: told(1, write), update: told(1, update), upsert: told(1, write), destroy: told(0, destroy), restore: told(0, write), truncate: told(0, write),
  increment: told(1, write), decrement: told(1, write),
  ...definitions.members, build: { returns: 'Row' }, scope: { returns: 'Model' }, unscoped: { returns: 'Model' },
}

export default library({
  name: 'Sequelize',
  packages: ['sequelize', 'sequelize-typescript'],
  docs: 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/',
  handles: { name: 'transaction' },
  asks: definitions.asks,
  schema: definitions.words,
  drivers,
  // The package is its class, where it is required.
  exports: { ...definitions.exports, default: { class: 'Sequelize', new: { does: 'connect', connection: 'pooled-client' } }, Sequelize: { class: 'Sequelize', new: { does: 'connect', connection: 'pooled-client' } }, Model: { class: 'Row' } },
  types: {
    Sequelize: {
      names: ['Sequelize'],
      static: { useCLS: { configures: [{ option: 'ambient-transaction', libraries: ['Sequelize'] }] } },
      members: {
        define: { returns: 'Model', model: 0, defines: definitions.define }, model: { returns: 'Model', model: 0 }, models: { is: 'Models' }, query: told(1, { does: 'query', rows: 'many', sql: 0 }),
        transaction: { runs: [{ argument: 'last', with: ['Transaction'], times: 'once', gives: true, transaction: true }], begins: 'result', returns: 'Transaction' }, authenticate: {}, sync: {}, close: { does: 'release' },
      },
    },
    Transaction: { names: ['Transaction'], members: { commit: { ends: 'commit' }, rollback: { ends: 'rollback' }, afterCommit: { runs: [{ argument: 0, times: 'later' }] } } },
    Models: { members: { '*': { is: 'Model' } } },
    // Methods that associations give to the rows: `declare getComments: HasManyGetAssociationsMixin<Comment>`.
    AskRows: { ofRow: true, names: ['HasManyGetAssociationsMixin', 'BelongsToManyGetAssociationsMixin'], called: { does: 'query', rows: 'many' } },
    AskRow: { ofRow: true, names: ['HasOneGetAssociationMixin', 'BelongsToGetAssociationMixin'], called: { does: 'query', rows: 'one', row: 'Row' } },
    AskNumber: {
      ofRow: true, names: ['HasManyCountAssociationsMixin', 'BelongsToManyCountAssociationsMixin', 'HasManyHasAssociationMixin', 'HasManyHasAssociationsMixin', 'BelongsToManyHasAssociationMixin', 'BelongsToManyHasAssociationsMixin'],
      called: { does: 'query', rows: 'number' },
    },
    ChangeRows: {
      names: [
        'HasManyAddAssociationMixin', 'HasManyAddAssociationsMixin', 'HasManySetAssociationsMixin', 'HasManyRemoveAssociationMixin', 'HasManyRemoveAssociationsMixin', 'HasManyCreateAssociationMixin',
        'BelongsToManyAddAssociationMixin', 'BelongsToManyAddAssociationsMixin', 'BelongsToManySetAssociationsMixin', 'BelongsToManyRemoveAssociationMixin', 'BelongsToManyRemoveAssociationsMixin',
        'BelongsToManyCreateAssociationMixin', 'HasOneSetAssociationMixin', 'HasOneCreateAssociationMixin', 'BelongsToSetAssociationMixin', 'BelongsToCreateAssociationMixin',
      ],
      called: { does: 'write' },
    },
    Model: { names: ['ModelStatic', 'ModelCtor'], members: model, new: { returns: 'Row' } },
    Row: {
      names: ['Model'], model: 'class',
      static: model,
      members: {
        save: told(0, write), update: told(1, write), destroy: told(0, write), restore: told(0, write), increment: told(1, write), decrement: told(1, write),
        reload: told(0, one), getDataValue: {}, setDataValue: {}, setAttributes: {},
        // Of associations that nobody declares: `user.getPosts()` after `User.hasMany(Post)`.
        'get*': { does: 'query', rows: 'many', row: 'Row', ofRelation: true }, 'count*': { ...number, ofRelation: true }, 'has*': { ...number, ofRelation: true },
        'add*': write, 'set*': write, 'create*': write, 'remove*': write,
      },
    },
  },
})
