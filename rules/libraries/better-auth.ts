import { library } from '../kit/library.ts'

export default library({
  name: 'Better Auth',
  packages: ['better-auth', 'better-auth/*'],
  docs: 'https://www.better-auth.com/docs/basic-usage#session',
  exports: { betterAuth: { returns: 'Auth' } },
  types: {
    Auth: { members: { api: { is: 'Api' }, handler: { personal: true }, options: {} } },
    Api: { members: { getSession: { personal: true }, listSessions: { personal: true }, '*': {} } },
  },
})
