import { library, type Call } from '../kit/library.ts'

/** A function of its own, in a transaction of its own: from an action each is a trip to the database and back. */
const query: Call = { does: 'query', rows: 'many' }
const write: Call = { does: 'write' }
const schedule: Call = { does: 'enqueue' }
const action: Call = { runs: [{ argument: 0, with: ['Action'], times: 'later' }, { argument: 0, property: 'handler', with: ['Action'], times: 'later' }] }

/**
 * Queries and mutations run inside the database, next to its index: `ctx.db.get(id)` in a loop reads as a join does
 * and leaves nothing to save, so `ctx.db` says nothing here. What crosses over is a function called from outside.
 */
export default library({
  name: 'Convex',
  packages: ['convex/server', 'convex/browser', 'convex/nextjs'],
  docs: 'https://docs.convex.dev/understanding/best-practices/',
  files: ['**/convex/_generated/server*'],
  exports: {
    action, internalAction: action, httpAction: action, actionGeneric: action, internalActionGeneric: action, httpActionGeneric: action,
    fetchQuery: query, preloadQuery: query, fetchMutation: write, fetchAction: { does: 'request' },
    ConvexHttpClient: { class: 'Client' }, ConvexClient: { class: 'Client' },
  },
  types: {
    Client: { names: ['ConvexHttpClient', 'ConvexClient'], members: { query, mutation: write, action: { does: 'request' } } },
    Action: { names: ['GenericActionCtx', 'ActionCtx'], members: { runQuery: query, runMutation: write, runAction: { does: 'request' }, scheduler: { is: 'Scheduler' } } },
    Scheduler: { names: ['Scheduler'], members: { runAfter: schedule, runAt: schedule } },
  },
})
