import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }], options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number' } } }

export default library({
  name: 'p-map',
  packages: ['p-map', 'p-map-series', 'p-each-series', 'p-filter', 'p-reduce', 'p-locate', 'p-some', 'p-any', 'p-forever'],
  docs: 'https://github.com/sindresorhus/p-map',
  exports: { default: each, pMap: each, pMapIterable: each },
})
