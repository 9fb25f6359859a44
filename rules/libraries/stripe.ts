import { library, type Call } from '../kit/library.ts'

/** Its own limit of 80 s is an option of the client, so it is told where the client is made. */
const request: Call = { does: 'request' }

export default library({
  name: 'Stripe',
  packages: ['stripe'],
  docs: 'https://github.com/stripe/stripe-node#configuration',
  exports: {
    default: {
      class: 'Client',
      new: {
        options: {
          timeout: {
            argument: 1, path: 'timeout', unit: 'ms',
            default: { value: 80_000, says: 'Stripe’s client waits up to 80 seconds and retries automatically', versions: '>=8 <24' },
          },
        },
      },
    },
  },
  types: {
    Client: { names: ['Stripe'], members: { webhooks: { is: 'Local' }, '*': { is: 'Resource' } } },
    /** Checks signatures, and asks nobody. */
    Local: { members: { '*': {} } },
    Resource: {
      members: {
        create: request, retrieve: request, update: request, list: request, del: request, cancel: request, confirm: request, capture: request,
        search: request, pay: request, finalizeInvoice: request, sendInvoice: request, voidInvoice: request, expire: request, '*': { is: 'Resource' },
      },
    },
  },
})
