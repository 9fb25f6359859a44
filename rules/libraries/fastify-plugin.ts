import { library, type Call } from '../kit/library.ts'

const wrapper: Call = { wraps: 0, runs: [{ argument: 0, with: ['Fastify#Instance', ''], times: 'once' }] }

export default library({
  name: 'fastify-plugin',
  packages: ['fastify-plugin'],
  docs: 'https://github.com/fastify/fastify-plugin#readme',
  exports: { default: wrapper, fastifyPlugin: wrapper },
})
