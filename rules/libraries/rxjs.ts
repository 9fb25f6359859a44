import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 0, times: 'per-element', of: 'piped' }] }
const limited: Call = { ...each, options: { concurrency: { argument: 1, path: '', unit: 'number' } } }

/** Only streams that are made from a list are known to have many elements. */
export default library({
  name: 'RxJS',
  packages: ['rxjs', 'rxjs/operators'],
  docs: 'https://rxjs.dev/api',
  exports: {
    from: { returns: 'Elements' },
    map: each, mergeMap: limited, flatMap: limited, concatMap: each, switchMap: each, exhaustMap: each, tap: each, filter: each,
  },
  types: { Elements: { elementsOf: 0, members: { pipe: { returns: 'self' }, subscribe: {}, forEach: {} } } },
})
