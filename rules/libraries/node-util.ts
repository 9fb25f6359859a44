import { library, type Call } from '../kit/library.ts'

const same: Call = { wraps: 0 }

/** `promisify(pool.query)` asks what `pool.query` asks. */
export default library({
  name: 'Node util',
  packages: ['node:util', 'util'],
  docs: 'https://nodejs.org/api/util.html#utilpromisifyoriginal',
  exports: { promisify: same, callbackify: same },
})
