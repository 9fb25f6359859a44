import { framework } from '../kit/framework.ts'
import type { Call, Type, Value } from '../kit/library.ts'

const personal: Value = { is: 'Personal' }
const same: Call = { returns: 'self' }
/** What is put on the app is handed to its handlers by name. */
const puts: Call = { ...same, puts: { name: 0, value: 1, on: 'Context' } }
const routes = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', head: 'HEAD', options: 'OPTIONS', all: 'ALL' } as const
const hooks = { onRequest: 'middleware', onBeforeHandle: 'middleware', onTransform: 'middleware', derive: 'middleware', resolve: 'middleware' } as const

const app: Type = {
  names: ['Elysia'],
  members: {
    ...Object.fromEntries([...Object.keys(routes), ...Object.keys(hooks), 'use', 'model', 'macro', 'onError', 'onAfterHandle', 'onAfterResponse', 'mapResponse', 'listen', 'state', 'as'].map((name) => [name, same])),
    decorate: puts, handle: {}, fetch: {},
    group: { ...same, runs: [{ argument: 'last', with: ['self'], times: 'once' }] }, guard: { ...same, runs: [{ argument: 'last', with: ['self'], times: 'once' }] },
  },
}

export default framework({
  name: 'Elysia',
  packages: ['elysia'],
  docs: 'https://elysiajs.com/essential/handler',
  exports: { Elysia: { class: 'App' }, default: { class: 'App' } },
  types: {
    App: app,
    Context: {
      names: ['Context'], holds: true,
      members: { headers: personal, cookie: personal, request: { is: 'Web standards#Request' }, set: {}, status: {}, redirect: {} },
    },
    Personal: { personal: true },
  },
  entries: [
    { by: 'call', kind: 'request', type: 'App', from: 1, parameters: ['Context'], answersByReturn: true, members: routes },
    { by: 'call', kind: 'middleware', type: 'App', from: 0, parameters: ['Context'], members: hooks },
  ],
})
