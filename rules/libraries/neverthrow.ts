import { library, type Call } from '../kit/library.ts'

const result: Call = { returns: 'Result' }
const then: Call = { runs: [{ argument: 0, times: 'once' }], returns: 'self' }

export default library({
  name: 'neverthrow',
  packages: ['neverthrow', '@badrap/result', 'ts-results', 'true-myth', 'true-myth/*'],
  docs: 'https://github.com/supermacro/neverthrow',
  exports: {
    ResultAsync: { class: 'Result' }, okAsync: result, errAsync: result, ok: result, err: result,
    fromPromise: result, fromSafePromise: result, safeTry: { runs: [{ argument: 0, times: 'once' }], returns: 'Result' },
  },
  types: {
    Result: {
      names: ['ResultAsync', 'Result'],
      static: { fromPromise: result, fromSafePromise: result, combine: result, combineWithAllErrors: result },
      members: { map: then, mapErr: then, andThen: then, asyncAndThen: then, asyncMap: then, orElse: then, andThrough: then, andTee: then, match: then },
    },
  },
})
