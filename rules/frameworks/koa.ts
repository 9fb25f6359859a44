import { framework } from '../kit/framework.ts'
import type { Call, Type, Value } from '../kit/library.ts'

const personal: Value = { is: 'Personal' }
const same: Call = { returns: 'self' }
const set: Call = { header: 0 }
const routes = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', del: 'DELETE', head: 'HEAD', options: 'OPTIONS', all: 'ALL', use: 'middleware' } as const

const router: Type = {
  names: ['Router'],
  members: {
    get: same, post: same, put: same, patch: same, delete: same, del: same, head: same, options: same, all: same, use: same,
    routes: same, middleware: same, prefix: same, param: same, context: { is: 'Context' }, allowedMethods: { returns: 'Middleware' },
  },
}

export default framework({
  name: 'Koa',
  packages: ['koa', '@koa/router', 'koa-router', '@types/koa', '@types/koa__router'],
  docs: 'https://github.com/koajs/koa/blob/master/docs/api/context.md',
  // The routers' default export is a class as well: what both have is `use`, and the app has no routes of its own.
  exports: { default: { class: 'Router' }, Router: { class: 'Router' } },
  types: {
    Router: router,
    Middleware: {},
    Handler: { names: ['Middleware', 'RouterMiddleware'], takes: ['Context', ''] },
    Context: {
      names: ['Context', 'ParameterizedContext', 'DefaultContext', 'RouterContext'], holds: true,
      members: {
        app: { is: 'Router' },
        headers: personal, header: personal, cookies: personal, session: personal, user: personal, ip: personal, ips: personal, state: personal,
        get: { personal: true }, request: { is: 'Request' }, response: { is: 'Context' }, req: { is: 'Request' },
        set, append: set, body: { is: 'Body' }, redirect: {}, throw: {}, assert: {},
      },
    },
    Request: { names: ['Request'], members: { headers: personal, header: personal, ip: personal, get: { personal: true } } },
    Personal: { personal: true },
    Body: { assigned: { answers: 0 } },
  },
  entries: [{ by: 'call', kind: 'request', type: 'Router', from: 0, members: routes, parameters: ['Context', ''] }],
})
