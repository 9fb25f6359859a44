import { library, type Call } from '../kit/library.ts'

const each: Call = { runs: [{ argument: 1, times: 'per-element' }] }
const names = ['map', 'forEach', 'each', 'flatMap', 'filter', 'reject', 'reduce', 'mapValues', 'mapKeys', 'forOwn', 'forIn', 'partition', 'groupBy', 'keyBy', 'find', 'some', 'every', 'sumBy', 'sortBy', 'uniqBy']

/** Functions of a list and a callback. */
export default library({
  name: 'Lodash',
  packages: ['lodash', 'lodash-es', 'lodash/*', 'underscore'],
  docs: 'https://lodash.com/docs/',
  exports: {
    default: { is: 'Lodash' },
    ...Object.fromEntries(names.map((name) => [name, each])),
    ...Object.fromEntries(names.map((name) => [`${name}.default`, each])),
  },
  types: { Lodash: { members: Object.fromEntries(names.map((name) => [name, each])) } },
})
