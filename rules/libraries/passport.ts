import { library, type Call } from '../kit/library.ts'

const guard: Call = { returns: 'Guard' }

export default library({
  name: 'Passport',
  packages: ['passport', '@types/passport', 'koa-passport', 'express-session', 'cookie-session', '@types/express-session', '@types/cookie-session'],
  docs: 'https://www.passportjs.org/concepts/authentication/middleware/',
  exports: { default: { is: 'Passport' } },
  types: {
    // A session's middleware is called itself: `session({ secret })`.
    Passport: { names: ['Authenticator', 'PassportStatic'], called: guard, members: { authenticate: guard, authorize: guard, session: guard, initialize: { returns: 'Harmless' }, use: {}, serializeUser: {}, deserializeUser: {} } },
    Guard: { personal: true },
    Harmless: {},
  },
})
