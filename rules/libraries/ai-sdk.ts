import { library, type Call } from '../kit/library.ts'

const model: Call = { does: 'model', cost: 'waits for a language model' }
const streamed: Call = { ...model, streams: true }

export default library({
  name: 'AI SDK',
  packages: ['ai'],
  docs: 'https://ai-sdk.dev/docs/ai-sdk-core/generating-text',
  exports: { generateText: model, generateObject: model, embed: model, embedMany: model, streamText: streamed, streamObject: streamed },
})
