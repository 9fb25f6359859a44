import { framework } from '../kit/framework.ts'
import type { Call, Type, Value } from '../kit/library.ts'

const personal: Value = { is: 'Personal' }
const same: Call = { returns: 'self' }
const set: Call = { header: 0, returns: 'self' }
const answer: Call = { answers: 0, headersBy: 'header', returns: 'self' }
/** Hooks that run before or around the handler of a route. */
const hooks = ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'preSerialization', 'onSend']

const instance: Type = {
  names: ['FastifyInstance'], holds: true,
  members: {
    register: { returns: 'self', runs: [{ argument: 0, with: ['self', ''], times: 'once' }] },
    after: { returns: 'self', runs: [{ argument: 0, times: 'once' }] },
    ready: { runs: [{ argument: 0, times: 'once' }] },
    withTypeProvider: { returns: 'self', keepsTypes: true },
    decorate: { ...same, puts: { name: 0, value: 1, on: 'Instance' } }, decorateRequest: { ...same, puts: { name: 0, value: 1, on: 'Request' } }, decorateReply: same,
    setErrorHandler: same, setNotFoundHandler: same, addHook: same,
    setValidatorCompiler: same, setSerializerCompiler: same, addSchema: same, route: same, all: same,
    get: same, post: same, put: same, patch: same, delete: same, head: same, options: same,
    listen: {}, inject: {}, close: {}, log: {},
  },
}

export default framework({
  name: 'Fastify',
  packages: ['fastify'],
  docs: 'https://fastify.dev/docs/latest/Reference/Routes/',
  exports: { default: { returns: 'Instance' }, fastify: { returns: 'Instance' } },
  types: {
    Instance: instance,
    Plugin: { names: ['FastifyPluginAsync', 'FastifyPluginCallback', 'FastifyPlugin'], takes: ['Instance', ''] },
    Handler: { names: ['RouteHandler', 'RouteHandlerMethod'], takes: ['Request', 'Reply'] },
    Request: {
      names: ['FastifyRequest'], holds: true,
      members: {
        server: { is: 'Instance' },
        headers: personal, cookies: personal, session: personal, user: personal, auth: personal, ip: personal, ips: personal,
        jwtVerify: { personal: true }, unsignCookie: { personal: true },
      },
    },
    Personal: { personal: true },
    Reply: {
      names: ['FastifyReply'],
      members: {
        header: set, headers: set, code: same, status: same, type: same, serializer: same, hijack: same,
        setCookie: { header: 'set-cookie', returns: 'self' }, cookie: { header: 'set-cookie', returns: 'self' }, clearCookie: { header: 'set-cookie', returns: 'self' },
        send: answer, redirect: {}, callNotFound: {}, getHeader: {}, removeHeader: {},
      },
    },
  },
  entries: [
    {
      by: 'call', kind: 'request', type: 'Instance', from: 1, property: 'handler', before: hooks, parameters: ['Request', 'Reply'], answersByReturn: true,
      members: { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE', head: 'HEAD', options: 'OPTIONS', all: 'ALL', addHook: 'middleware' },
    },
    {
      by: 'call', kind: 'request', type: 'Instance', from: 0, property: 'handler', before: hooks, methodProperty: 'method', routeProperty: 'url',
      parameters: ['Request', 'Reply'], answersByReturn: true, members: { route: 'ALL' },
    },
  ],
})
