import { library, type Call } from '../kit/library.ts'

const wrapper: Call = { wraps: 0 }

/** Wrappers that only carry errors on: the wrapped function is the handler. */
export default library({
  name: 'Handler wrappers',
  packages: ['express-async-handler', 'express-async-wrap', 'async-middleware', 'express-asyncify'],
  docs: 'https://github.com/Abazhenov/express-async-handler',
  exports: { default: wrapper },
})
