import { library, type Call, type Value } from '../kit/library.ts'

const one: Call = { does: 'query', rows: 'one', row: 'Row' }
const many: Call = { does: 'query', rows: 'many', row: 'Row' }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write' }
const same: Call = { returns: 'self' }

/** Conditions are gathered on the model itself; it asks when it is fetched. */
const row: Record<string, Value> = {
  fetch: one, fetchAll: many, fetchPage: many, refresh: one, load: many, count: number, save: write, destroy: write,
  where: same, query: same, orderBy: same, related: { returns: 'Row' }, get: {}, set: {}, toJSON: {}, pluck: {},
}

export default library({
  name: 'Bookshelf',
  packages: ['bookshelf'],
  docs: 'https://bookshelfjs.org/api.html',
  exports: { default: { returns: 'Bookshelf' } },
  types: {
    Bookshelf: {
      members: {
        model: { returns: 'Model' }, Model: { class: 'Row' }, knex: { is: 'Knex#Client' },
        transaction: { runs: [{ argument: 0, with: ['Knex#Client'], times: 'once', gives: true, transaction: true }] },
      },
    },
    Model: {
      new: { returns: 'Row' },
      members: { where: { returns: 'Row' }, query: { returns: 'Row' }, forge: { returns: 'Row' }, fetchAll: many, fetchPage: many, count: number, collection: { returns: 'Row' } },
    },
    Row: { members: row, static: { where: { returns: 'Row' }, query: { returns: 'Row' }, forge: { returns: 'Row' }, fetchAll: many, fetchPage: many, count: number } },
  },
})
