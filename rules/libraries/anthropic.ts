import { library, type Call, type Option } from '../kit/library.ts'

const timeout: Option = {
  argument: 1, path: 'timeout', unit: 'ms', instance: { argument: 0, path: 'timeout' }, or: ['signal'],
  default: { value: 600_000, says: 'Anthropic’s client waits up to 10 minutes and tries again', versions: '<2' },
}
const model: Call = { does: 'model', cost: 'waits for a language model', options: { timeout } }

export default library({
  name: 'Anthropic',
  packages: ['@anthropic-ai/sdk'],
  docs: 'https://github.com/anthropics/anthropic-sdk-typescript#timeouts',
  exports: { default: { class: 'Client' }, Anthropic: { class: 'Client' } },
  types: {
    Client: { names: ['Anthropic'], members: { messages: { is: 'Messages' }, beta: { is: 'Beta' } } },
    Beta: { members: { messages: { is: 'Messages' } } },
    Messages: { members: { create: model, parse: model, stream: { ...model, streams: true }, countTokens: { does: 'request' } } },
  },
})
