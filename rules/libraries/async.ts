import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }] }
const limited: Call = { runs: [{ argument: 2, times: 'per-element' }], limitsConcurrency: true }
const names = ['each', 'forEach', 'eachOf', 'forEachOf', 'map', 'mapValues', 'filter', 'reject', 'detect', 'some', 'every', 'concat', 'groupBy', 'sortBy']
const forms = Object.fromEntries(names.flatMap((name) => [[name, each], [`${name}Series`, each], [`${name}Limit`, limited]]))

export default library({
  name: 'Async',
  packages: ['async', 'async-es', 'neo-async'],
  docs: 'https://caolan.github.io/async/v3/docs.html',
  exports: { default: { is: 'Async' }, ...forms },
  types: { Async: { members: forms } },
})
