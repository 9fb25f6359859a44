import { library, type Call } from '../kit/library.ts'

const mail: Call = { does: 'mail', cost: 'calls the mail service' }

export default library({
  name: 'Resend',
  packages: ['resend'],
  docs: 'https://resend.com/docs/api-reference/emails/send-email',
  exports: { Resend: { class: 'Resend' } },
  types: {
    Resend: { names: ['Resend'], members: { emails: { is: 'Emails' }, batch: { is: 'Batch' }, broadcasts: { is: 'Broadcasts' } } },
    Emails: { members: { send: mail, create: mail } },
    Batch: { members: { send: mail, create: mail } },
    Broadcasts: { members: { send: mail } },
  },
})
