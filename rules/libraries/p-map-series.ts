import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }] }

export default library({
  name: 'p-map-series',
  packages: ['p-map-series', 'p-each-series', 'p-reduce', 'p-some', 'p-any', 'p-forever'],
  docs: 'https://github.com/sindresorhus/promise-fun',
  exports: { default: each },
})
