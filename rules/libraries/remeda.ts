import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }, { argument: 0, times: 'per-element', of: 'piped' }] }
const names = ['map', 'forEach', 'flatMap', 'filter', 'mapValues', 'forEachObj', 'partition', 'groupBy', 'indexBy', 'sumBy', 'sortBy']

export default library({
  name: 'Remeda',
  packages: ['remeda', 'ramda', 'rambda'],
  docs: 'https://remedajs.com/docs/',
  exports: Object.fromEntries(names.map((name) => [name, each])),
})
