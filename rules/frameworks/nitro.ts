import { framework, type EntryByFile, type HttpMethod } from '../kit/framework.ts'
import type { Call, Value } from '../kit/library.ts'

const handler: Call = { wraps: 0, runs: [{ argument: 0, with: ['Event'], times: 'later' }] }
const personal: Call = { personal: true }
const header: Call = { header: 1 }
const cookie: Call = { header: 'set-cookie' }

/** Nuxt's server imports these by itself; h3 exports them. */
const functions: Record<string, Value> = {
  defineEventHandler: handler, eventHandler: handler, defineHandler: handler,
  getCookie: personal, parseCookies: personal, getHeader: personal, getHeaders: personal, getRequestHeader: personal, getRequestHeaders: personal,
  getRequestIP: personal, useSession: personal, getSession: personal,
  setHeader: header, setHeaders: header, appendHeader: header, setResponseHeader: header, setResponseHeaders: header, appendResponseHeader: header,
  handleCacheHeaders: { header: 'cache-control' }, setCookie: cookie, deleteCookie: cookie,
}

const form = (files: string[], method: HttpMethod): EntryByFile => ({
  by: 'file', kind: 'request', files, exports: { default: method }, parameters: ['Event'], answersByReturn: true,
  declared: ['nuxt', 'nitropack', 'nitro', '@analogjs/platform'],
})
const files = (ending: string): string[] => ['api', 'routes'].map((folder) => `**/server/${folder}/**/*${ending}.{ts,js,mjs}`)

export default framework({
  name: 'Nitro',
  packages: ['h3', 'nuxt', 'nitropack', 'nitro'],
  docs: 'https://nitro.build/guide/routing',
  // Nuxt's source folder is the package's own, and `app` since version 4.
  aliases: { '~/*': ['*', 'app/*'], '@/*': ['*', 'app/*'], '~~/*': ['*'], '@@/*': ['*'], '#shared/*': ['shared/*'] },
  // The last two are of `nuxt-auth-utils`.
  globals: { ...functions, getUserSession: personal, requireUserSession: personal },
  exports: functions,
  types: {
    Event: { names: ['H3Event'], members: { headers: { is: 'Personal' }, context: { is: 'Context' } } },
    Context: { names: ['H3EventContext'], personal: true, holds: true },
    Personal: { personal: true },
  },
  entries: [
    form(files('.get'), 'GET'), form(files('.post'), 'POST'), form(files('.put'), 'PUT'), form(files('.patch'), 'PATCH'), form(files('.delete'), 'DELETE'),
    // Without a method in its name a file answers all of them.
    form(['**/server/{api,routes}/**/!(*.get|*.post|*.put|*.patch|*.delete|*.head).{ts,js,mjs}'], 'ALL'),
    { by: 'file', kind: 'middleware', files: ['**/server/middleware/**/*.{ts,js,mjs}'], exports: { default: 'ALL' }, declared: ['nuxt', 'nitropack', 'nitro'], parameters: ['Event'] },
  ],
})
