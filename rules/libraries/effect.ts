import { library, type Call } from '../kit/library.ts'

/** An effect is a plan; it is taken to be carried out where it is made. */
const runs: Call = { runs: [{ argument: 0, times: 'once' }, { argument: 0, property: 'try', times: 'once' }] }
const each: Call = { runs: [{ argument: 1, times: 'per-element' }], options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number' } } }
const then: Call = { runs: [{ argument: 0, times: 'once' }, { argument: 1, times: 'once' }] }

export default library({
  name: 'Effect',
  packages: ['effect', 'effect/*', '@effect/io/*'],
  docs: 'https://effect.website/docs/',
  exports: {
    'Effect.tryPromise': runs, 'Effect.promise': runs, 'Effect.try': runs, 'Effect.sync': runs, 'Effect.suspend': runs, 'Effect.gen': runs, 'Effect.async': runs, 'Effect.fn': runs,
    'Effect.forEach': each, 'Effect.filter': each, 'Effect.reduce': { runs: [{ argument: 2, times: 'per-element' }] }, 'Effect.partition': each, 'Effect.validateAll': each,
    'Effect.flatMap': then, 'Effect.map': then, 'Effect.andThen': then, 'Effect.tap': then,
    tryPromise: runs, promise: runs, gen: runs, sync: runs, suspend: runs,
  },
})
