import { library } from '../kit/library.ts'

/** Middleware that asks nobody who they are and sets no cache policy: an answer stays the same for everybody. */
export default library({
  name: 'Middleware',
  packages: [
    'cors', 'helmet', 'compression', 'morgan', 'body-parser', 'express-rate-limit', 'express-slow-down', 'cookie-parser',
    'express-winston', 'pino-http', 'hpp', 'method-override', 'response-time', 'serve-favicon', 'multer', 'express-fileupload',
    'express-validator', 'celebrate', 'connect-timeout', 'express-request-id', 'swagger-ui-express', 'express-openapi-validator',
    'koa-bodyparser', '@koa/bodyparser', '@koa/cors', 'koa-helmet', 'koa-compress', 'koa-logger', 'koa-body',
    'hono/cors', 'hono/logger', 'hono/pretty-json', 'hono/secure-headers', 'hono/compress', 'hono/csrf', 'hono/timing', 'hono/request-id',
    'hono/timeout', 'hono/body-limit', 'hono/trailing-slash', 'hono/powered-by', 'hono/validator', '@hono/zod-validator',
    '@hono/valibot-validator', '@hono/standard-validator', 'hono-rate-limiter',
    '@fastify/cors', '@fastify/helmet', '@fastify/compress', '@fastify/rate-limit', '@fastify/sensible', '@fastify/swagger',
    '@fastify/swagger-ui', '@fastify/multipart', '@fastify/formbody', '@fastify/under-pressure', '@fastify/cookie',
  ],
  docs: 'https://expressjs.com/en/resources/middleware.html',
  exports: { '*': { returns: 'Middleware' } },
  types: { Middleware: { members: { '*': { returns: 'self' } } } },
})
