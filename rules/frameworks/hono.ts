import { framework } from '../kit/framework.ts'
import type { Call, Type } from '../kit/library.ts'

const asked: Call = { personal: true }
const same: Call = { returns: 'self' }
/** `c.json(body, 200, headers)` and `c.json(body, { headers })` both set headers. */
const answer: Call = { answers: 0, header: 2, headersBy: 'header', headersAlsoAt: [{ argument: 1, path: 'headers' }] }
const routes = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', options: 'OPTIONS', all: 'ALL' } as const

const app: Type = {
  names: ['Hono', 'OpenAPIHono'],
  members: {
    get: same, post: same, put: same, patch: same, delete: same, options: same, all: same, on: same, use: same, route: same, openapi: same,
    basePath: { returns: 'self', makes: true, mountsAt: 0 }, onError: same, notFound: same, mount: same, doc: same, request: {}, fetch: {},
  },
}

export default framework({
  name: 'Hono',
  packages: ['hono', 'hono/factory', 'hono/cookie', 'hono/tiny', 'hono/quick', '@hono/zod-openapi', 'hono/bearer-auth', 'hono/basic-auth', 'hono/jwt'],
  docs: 'https://hono.dev/docs/api/context',
  exports: {
    Hono: { class: 'App' }, OpenAPIHono: { class: 'App' },
    'factory.createMiddleware': { wraps: 0, runs: [{ argument: 0, with: ['Context', ''], times: 'later' }] },
    'factory.createFactory': { returns: 'Factory' },
    'cookie.getCookie': asked, 'cookie.getSignedCookie': asked,
    'cookie.setCookie': { header: 'set-cookie' }, 'cookie.setSignedCookie': { header: 'set-cookie' }, 'cookie.deleteCookie': { header: 'set-cookie' },
    'jwt.jwt': { returns: 'Personal' }, 'bearer-auth.bearerAuth': { returns: 'Personal' }, 'basic-auth.basicAuth': { returns: 'Personal' },
  },
  types: {
    App: app,
    Factory: { members: { createMiddleware: { wraps: 0, runs: [{ argument: 0, with: ['Context', ''], times: 'later' }] }, createApp: { returns: 'App' } } },
    Handler: { names: ['Handler', 'MiddlewareHandler', 'RouteHandler'], takes: ['Context', ''] },
    Context: {
      names: ['Context'],
      members: {
        req: { is: 'Request' }, env: { typeArgument: 0, path: ['Bindings'] },
        get: { picks: { typeArgument: 0, path: ['Variables'], argument: 0 } }, var: { typeArgument: 0, path: ['Variables'] },
        header: { header: 0 }, status: {}, set: {}, redirect: {}, notFound: {},
        json: answer, text: answer, html: answer, body: answer, render: { answers: 0, headersBy: 'header' }, newResponse: answer,
        executionCtx: { is: 'Execution' },
      },
    },
    Request: { names: ['HonoRequest'], members: { header: asked, raw: { is: 'Web standards#Request' } } },
    Execution: { members: { waitUntil: {} } },
    Personal: { personal: true },
  },
  entries: [
    { by: 'call', kind: 'request', type: 'App', from: 0, parameters: ['Context', ''], members: { ...routes, on: 'ALL', use: 'middleware', route: 'middleware', basePath: 'middleware' } },
    { by: 'call', kind: 'request', type: 'App', from: 1, parameters: ['Context', ''], members: { openapi: 'ALL' } },
  ],
})
