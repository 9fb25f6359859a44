import { library, type Call } from '../kit/library.ts'

const mail: Call = { does: 'mail', cost: 'calls the mail service' }

export default library({
  name: 'Postmark',
  packages: ['postmark'],
  docs: 'https://postmarkapp.com/developer/integration/official-libraries#node-js',
  exports: { ServerClient: { class: 'Client' } },
  types: {
    Client: { names: ['ServerClient'], members: { sendEmail: mail, sendEmailBatch: mail, sendEmailWithTemplate: mail, sendEmailBatchWithTemplates: mail } },
  },
})
