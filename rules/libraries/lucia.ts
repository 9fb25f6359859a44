import { library } from '../kit/library.ts'

export default library({
  name: 'Lucia',
  packages: ['lucia'],
  docs: 'https://v3.lucia-auth.com/reference/main/lucia',
  exports: { Lucia: { class: 'Lucia' } },
  types: {
    Lucia: { names: ['Lucia'], members: { validateSession: { personal: true }, readSessionCookie: { personal: true }, readBearerToken: { personal: true }, createSession: {}, createSessionCookie: {} } },
  },
})
