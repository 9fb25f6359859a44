import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }], options: { concurrency: { argument: 2, path: 'concurrency', unit: 'number' } } }
const list = { map: each, mapSeries: each, each, filter: each, reduce: each }

export default library({
  name: 'Bluebird',
  packages: ['bluebird'],
  docs: 'http://bluebirdjs.com/docs/api-reference.html',
  exports: { default: { class: 'Bluebird' }, ...list },
  types: { Bluebird: { static: list } },
})
