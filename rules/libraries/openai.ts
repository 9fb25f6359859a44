import { library, type Call, type Option } from '../kit/library.ts'

const versions = '>=4 <8'
const timeout: Option = {
  argument: 1, path: 'timeout', unit: 'ms', instance: { argument: 0, path: 'timeout' }, or: ['signal'],
  default: { value: 600_000, says: 'OpenAI’s client waits up to 10 minutes and tries again', versions },
}
const model: Call = { does: 'model', cost: 'waits for a language model', options: { timeout } }
const streamed: Call = { ...model, streams: true }

export default library({
  name: 'OpenAI',
  packages: ['openai'],
  docs: 'https://github.com/openai/openai-node#timeouts',
  exports: { default: { class: 'Client' }, OpenAI: { class: 'Client' }, AzureOpenAI: { class: 'Client' } },
  types: {
    Client: {
      names: ['OpenAI', 'AzureOpenAI'],
      members: {
        chat: { is: 'Chat' }, completions: { is: 'Completions' }, responses: { is: 'Responses' }, embeddings: { is: 'Embeddings' },
        images: { is: 'Images' }, audio: { is: 'Audio' }, moderations: { is: 'Embeddings' },
      },
    },
    Chat: { members: { completions: { is: 'Completions' } } },
    Completions: { members: { create: model, parse: model, stream: streamed } },
    Responses: { members: { create: model, parse: model, stream: streamed } },
    Embeddings: { members: { create: model } },
    Images: { members: { generate: model, edit: model } },
    Audio: { members: { transcriptions: { is: 'Embeddings' }, translations: { is: 'Embeddings' }, speech: { is: 'Embeddings' } } },
  },
})
