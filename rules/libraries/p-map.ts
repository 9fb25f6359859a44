import { library, type Call } from '../kit/library.ts'

const each: Call = {
  runs: [{ argument: 1, times: 'per-element' }],
  options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number', default: { value: 'none', says: 'all at once' } } },
}

export default library({
  name: 'p-map',
  packages: ['p-map', 'p-filter', 'p-locate'],
  docs: 'https://github.com/sindresorhus/p-map',
  exports: { default: each, pMapIterable: each },
})
