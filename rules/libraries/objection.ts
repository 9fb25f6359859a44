import { library, type Call, type Value } from '../kit/library.ts'
import { asks, drivers } from './definitions/knex.ts'
import { keyLists, links } from './knex.ts'

const becomes = {
  insert: 'write', insertAndFetch: 'write', insertGraph: 'write', insertGraphAndFetch: 'write', update: 'write', updateAndFetch: 'write', updateAndFetchById: 'write',
  patch: 'write', patchAndFetch: 'write', patchAndFetchById: 'write', upsertGraph: 'write', upsertGraphAndFetch: 'write', delete: 'write', deleteById: 'write',
  relate: 'write', unrelate: 'write', increment: 'write', decrement: 'write', truncate: 'write',
} as const
const query: Call = {
  takesHandle: { argument: 0, links: ['transacting'] },
  does: 'query', rows: 'many', builds: true, returns: 'Query', row: 'Row', becomes, target: 'receiver',
  manyKeys: { ...keyLists, by: ['update', 'patch', 'delete'], keeps: [...keyLists.keeps, 'query'], skips: 'hook runs on single rows' },
  many: {
    ...links, table: 'receiver', whereOne: ['findOne'], byId: ['findById'], throws: ['throwIfNotFound'],
    numbers: { ...links.numbers, size: { link: 'resultSize', counts: 'count', typed: 'castTo', since: 3 } },
    keeps: [...links.keeps, 'withGraphFetched', 'withGraphJoined', 'modifyGraph'],
  },
}
/** Rows of one row's relation: asked for one by one, it is what `withGraphFetched` loads along. */
const related: Call = { takesHandle: { argument: 1, links: ['transacting'] }, does: 'query', rows: 'many', builds: true, returns: 'Query', row: 'Row', becomes, ofRelation: true }
const fetched: Call = { takesHandle: { argument: 2, path: 'transaction', links: ['transacting'] }, does: 'query', rows: 'many', builds: true, returns: 'Query', row: 'Row' }
const transaction: Call = { runs: [{ argument: 'last', with: ['Knex#Client'], times: 'once', gives: true, transaction: true }] }

/** What a model class offers. */
const model: Record<string, Value> = {
  query, relatedQuery: related, fetchGraph: fetched, knex: { returns: 'Knex#Client' }, knexQuery: { does: 'query', rows: 'many', builds: true, returns: 'Query', becomes },
  transaction, startTransaction: { returns: 'Knex#Client', begins: 'result' }, fromJson: { returns: 'Row' }, bindKnex: { returns: 'self' }, bindTransaction: { returns: 'self' },
}

export default library({
  name: 'Objection',
  packages: ['objection'],
  docs: 'https://vincit.github.io/objection.js/api/query-builder/',
  asks,
  drivers,
  over: ['Knex'],
  handles: { name: 'trx' },
  exports: { Model: { class: 'Row' }, transaction },
  types: {
    Model: { names: ['ModelClass'], members: model },
    Row: {
      names: ['Model'],
      static: model,
      members: { $query: { ...related, takesHandle: { argument: 0, links: ['transacting'] } }, $relatedQuery: related, $fetchGraph: fetched, $set: {}, $toJson: {}, $id: {}, $clone: { returns: 'self' } },
    },
    Query: { names: ['QueryBuilder', 'QueryBuilderType'], members: { '*': { returns: 'self' } } },
  },
})
