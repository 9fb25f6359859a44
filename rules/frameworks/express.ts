import { framework } from '../kit/framework.ts'
import type { Call, Type, Value } from '../kit/library.ts'

const routes = {
  get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', head: 'HEAD', options: 'OPTIONS', all: 'ALL',
  use: 'middleware', param: 'middleware',
} as const

const personal: Value = { is: 'Personal' }
const harmless: Call = { returns: 'Middleware' }
const set: Call = { header: 0, returns: 'self' }
const same: Call = { returns: 'self' }
const answer: Call = { answers: 0, headersBy: 'set', returns: 'self' }

const router: Type = {
  names: ['Express', 'Application', 'Router', 'IRouter'],
  members: { '*': same, route: same, locals: { is: 'Locals' } },
}

export default framework({
  name: 'Express',
  packages: ['express', 'express-promise-router', 'express-serve-static-core', '@types/express'],
  docs: 'https://expressjs.com/en/5x/api.html',
  exports: {
    default: { returns: 'Router' },
    Router: { returns: 'Router' },
    static: harmless, json: harmless, urlencoded: harmless, raw: harmless, text: harmless,
  },
  types: {
    Router: router,
    Handler: { names: ['RequestHandler', 'Handler'], takes: ['Request', 'Response', ''] },
    Middleware: {},
    Locals: { holds: true },
    ResponseLocals: { personal: true, holds: true },
    Request: {
      names: ['Request'], holds: true,
      members: {
        app: { is: 'Router' },
        headers: personal, rawHeaders: personal, cookies: personal, signedCookies: personal, session: personal, sessionID: personal,
        user: personal, auth: personal, userId: personal, ip: personal, ips: personal,
        get: { personal: true }, header: { personal: true }, isAuthenticated: { personal: true },
      },
    },
    Personal: { personal: true },
    Response: {
      names: ['Response'],
      members: {
        set, header: set, setHeader: set, append: set, vary: { header: 'vary', returns: 'self' },
        cookie: { header: 'set-cookie', returns: 'self' }, clearCookie: { header: 'set-cookie', returns: 'self' },
        status: same, type: same, contentType: same, links: same, attachment: same,
        json: answer, jsonp: answer, send: answer, end: answer, write: answer, sendFile: answer, download: answer, render: answer,
        locals: { is: 'ResponseLocals' }, app: { is: 'Router' }, redirect: {}, sendStatus: {},
      },
    },
  },
  entries: [
    {
      by: 'call', kind: 'request', type: 'Router', members: routes, from: 0, errorParameters: 4,
      parameters: ['Request', 'Response', ''],
    },
  ],
})
