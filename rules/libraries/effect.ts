import { library, type Call } from '../kit/library.ts'

/** An effect is a plan; it is taken to be carried out where it is made. */
const runs: Call = { runs: [{ argument: 0, times: 'once', gives: true }, { argument: 0, property: 'try', times: 'once', gives: true }] }
const each: Call = {
  runs: [{ argument: 1, times: 'per-element' }, { argument: 0, times: 'per-element', of: 'piped' }], options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number' } },
}
const then: Call = { runs: [{ argument: 0, times: 'once' }, { argument: 1, times: 'once' }] }
const stream: Call = { returns: 'Stream' }
const provides: Call = { provides: { service: 0, by: 1 } }

export default library({
  name: 'Effect',
  packages: ['effect', 'effect/*', '@effect/io/*'],
  docs: 'https://effect.website/docs/',
  exports: {
    'Effect.tryPromise': runs, 'Effect.promise': runs, 'Effect.try': runs, 'Effect.sync': runs, 'Effect.suspend': runs, 'Effect.gen': runs, 'Effect.async': runs,
    'Effect.fn': { wraps: 0, returns: 'Named', runs: [{ argument: 0, times: 'later' }] },
    'Effect.forEach': each, 'Effect.filter': each, 'Effect.reduce': { runs: [{ argument: 2, times: 'per-element' }] }, 'Effect.partition': each, 'Effect.validateAll': each,
    'Effect.flatMap': then, 'Effect.map': then, 'Effect.andThen': then, 'Effect.tap': then,
    tryPromise: runs, promise: runs, gen: runs, sync: runs, suspend: runs,
    'Context.Tag': { returns: 'TagOf' }, 'Effect.Tag': { returns: 'TagOf' }, 'Context.GenericTag': { returns: 'Tag' }, 'Effect.Service': { returns: 'ServiceOf' },
    'Layer.effect': provides, 'Layer.succeed': provides, 'Layer.sync': provides, 'Layer.scoped': provides,
    'Stream.fromIterable': stream, 'Stream.mapEffect': { runs: [{ argument: 0, times: 'per-element', of: 'piped' }] }, 'Stream.runForEach': { runs: [{ argument: 0, times: 'per-element', of: 'piped' }] },
  },
  types: {
    /** `Effect.fn('name')(function* () { … })`. */
    Named: { called: { wraps: 0, runs: [{ argument: 0, times: 'later' }] } },
    TagOf: { called: { returns: 'Tag' } },
    Tag: { service: { typeArgument: 1 }, members: { of: { wraps: 0 } } },
    ServiceOf: { called: { returns: 'Service', makes: true } },
    Service: { service: { argument: 1, properties: ['effect', 'scoped', 'succeed', 'sync'] } },
    Stream: { elementsOf: 0, members: { pipe: {} } },
  },
})
