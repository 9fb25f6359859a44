import { library, type Call } from '../kit/library.ts'

const add: Call = { runs: [{ argument: 0, times: 'once', gives: true }], limitsConcurrency: true }

export default library({
  name: 'p-queue',
  packages: ['p-queue', 'p-throttle', 'bottleneck', 'async-sema'],
  docs: 'https://github.com/sindresorhus/p-queue',
  exports: { default: { class: 'Queue' } },
  types: {
    Queue: {
      names: ['PQueue', 'Bottleneck'],
      members: { add, schedule: add, addAll: {}, onIdle: {}, onEmpty: {}, wrap: { wraps: 0 }, pause: {}, start: {} },
    },
  },
})
