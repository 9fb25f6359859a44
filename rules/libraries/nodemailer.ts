import { library } from '../kit/library.ts'

export default library({
  name: 'Nodemailer',
  packages: ['nodemailer', '@types/nodemailer'],
  docs: 'https://nodemailer.com/smtp/',
  exports: { createTransport: { returns: 'Transporter', makes: true } },
  types: {
    Transporter: {
      names: ['Transporter'],
      members: {
        sendMail: { does: 'mail', cost: 'talks to the mail server' },
        verify: { does: 'request', cost: 'talks to the mail server' },
        close: { does: 'release' }, use: {}, isIdle: {},
      },
    },
  },
})
