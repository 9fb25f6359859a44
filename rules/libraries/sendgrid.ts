import { library, type Call } from '../kit/library.ts'

const mail: Call = { does: 'mail', cost: 'calls the mail service' }

export default library({
  name: 'SendGrid',
  packages: ['@sendgrid/mail'],
  docs: 'https://github.com/sendgrid/sendgrid-nodejs/tree/main/packages/mail',
  exports: { default: { is: 'Service' }, MailService: { class: 'Service' } },
  types: { Service: { names: ['MailService'], members: { send: mail, sendMultiple: mail, setApiKey: {}, setClient: {} } } },
})
