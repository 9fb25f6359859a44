import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }], options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number' } } }
const allAtOnce: Call = { ...each, options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number', default: { value: 'none', says: 'all at once' } } } }
const list = { map: allAtOnce, mapSeries: each, each, filter: each, reduce: each }

export default library({
  name: 'Bluebird',
  packages: ['bluebird'],
  docs: 'http://bluebirdjs.com/docs/api-reference.html',
  exports: { default: { class: 'Bluebird' }, ...list },
  types: { Bluebird: { static: list } },
})
