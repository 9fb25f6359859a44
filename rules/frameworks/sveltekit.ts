import { framework } from '../kit/framework.ts'
import type { Call, Value } from '../kit/library.ts'

const personal: Value = { is: 'Personal' }
const answer: Call = { answers: 0, headersAt: { argument: 1, path: 'headers' } }

export default framework({
  name: 'SvelteKit',
  packages: ['@sveltejs/kit'],
  docs: 'https://svelte.dev/docs/kit/routing#server',
  aliases: { $lib: ['src/lib'], '$lib/*': ['src/lib/*'] },
  exports: { json: answer, text: answer, error: {}, redirect: {}, fail: {} },
  types: {
    Event: {
      names: ['RequestEvent', 'ServerLoadEvent'],
      members: {
        cookies: personal, locals: { is: 'Locals' }, platform: { is: 'Platform' }, request: { is: 'Web standards#Request' }, getClientAddress: { personal: true },
        setHeaders: { header: 0 }, fetch: { does: 'request' },
      },
    },
    Personal: { personal: true },
    Locals: { names: ['Locals'], personal: true, holds: true }, Platform: { names: ['Platform'], holds: true },
  },
  entries: [
    {
      by: 'file', kind: 'request', files: ['**/routes/**/+server.{ts,js}'], parameters: ['Event'], policies: ['prerender'],
      exports: { GET: 'GET', HEAD: 'HEAD', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', OPTIONS: 'OPTIONS', fallback: 'ALL' },
    },
    { by: 'file', kind: 'page', files: ['**/routes/**/+{page,layout}.server.{ts,js}'], parameters: ['Event'], exports: { load: 'GET' }, policies: ['prerender'], answersByReturn: true },
    { by: 'file', kind: 'action', files: ['**/routes/**/+page.server.{ts,js}'], parameters: ['Event'], exports: { 'actions.*': 'POST' }, answersByReturn: true },
    { by: 'file', kind: 'middleware', files: ['**/hooks.server.{ts,js}'], exports: { handle: 'ALL' }, atRoot: true },
  ],
})
