import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const same: Call = { returns: 'self', keepsTypes: true }
const around: Call = { ...same, runs: [{ argument: 0, with: ['Options'], times: 'later' }] }

export default framework({
  name: 'tRPC',
  packages: ['@trpc/server'],
  docs: 'https://trpc.io/docs/server/procedures',
  exports: { initTRPC: { is: 'Builder' } },
  types: {
    Builder: { members: { context: { returns: 'self' }, meta: same, create: { returns: 'Root', keepsTypes: true } } },
    Root: {
      members: { procedure: { is: 'Procedure' }, middleware: { ...around, returns: 'Middleware' }, router: {}, mergeRouters: {}, createCallerFactory: {} },
    },
    Middleware: { members: { unstable_pipe: same } },
    Procedure: {
      members: {
        input: same, output: same, meta: same, concat: same, unstable_concat: same, use: around,
        query: {}, mutation: {}, subscription: {},
      },
    },
    /** What a procedure is handed: `({ ctx, input }) => …`; the context is what `createContext` gives. */
    Options: { members: { ctx: { typeArgument: 0, returned: true } } },
  },
  entries: [
    // A query may be sent as GET, and several of them in one request: nothing is said of its caching.
    {
      by: 'call', kind: 'request', type: 'Procedure', from: 0, parameters: ['Options'],
      members: { query: 'POST', mutation: 'POST', subscription: 'POST', use: 'middleware' },
    },
    { by: 'call', kind: 'middleware', type: 'Root', from: 0, parameters: ['Options'], members: { middleware: 'middleware' } },
  ],
})
