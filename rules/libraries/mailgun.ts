import { library } from '../kit/library.ts'

export default library({
  name: 'Mailgun',
  packages: ['mailgun.js'],
  docs: 'https://github.com/mailgun/mailgun.js#messages',
  exports: { default: { class: 'Mailgun' } },
  types: {
    Mailgun: { members: { client: { returns: 'Client', makes: true } } },
    Client: { members: { messages: { is: 'Messages' } } },
    Messages: { members: { create: { does: 'mail', cost: 'calls the mail service' } } },
  },
})
