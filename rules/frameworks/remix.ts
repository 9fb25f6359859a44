import { framework } from '../kit/framework.ts'
import type { Call } from '../kit/library.ts'

const extensions = '{ts,tsx,js,jsx}'
const answer: Call = { answers: 0, headersAt: { argument: 1, path: 'headers' } }
const server = ['@remix-run/node', '@remix-run/server-runtime', '@remix-run/cloudflare', '@remix-run/deno', '@react-router/dev', '@react-router/node', '@react-router/serve']

export default framework({
  name: 'React Router',
  packages: ['react-router', '@remix-run/node', '@remix-run/server-runtime', '@remix-run/cloudflare', '@remix-run/deno', '@react-router/node'],
  docs: 'https://reactrouter.com/start/framework/data-loading',
  exports: { json: answer, data: answer, defer: answer, redirect: {}, createCookieSessionStorage: { returns: 'Sessions' }, createSessionStorage: { returns: 'Sessions' } },
  types: {
    Arguments: { names: ['LoaderFunctionArgs', 'ActionFunctionArgs',], members: { request: { is: 'Web standards#Request' } } },
    Function: { names: ['LoaderFunction', 'ActionFunction'], takes: ['Arguments'] },
    Sessions: { members: { getSession: { personal: true }, commitSession: {}, destroySession: {} } },
  },
  entries: [
    {
      by: 'file', kind: 'page', declared: server, files: [`**/app/**/*.${extensions}`], exports: { loader: 'GET' }, parameters: ['Arguments'],
      policies: ['headers'], answersByReturn: true,
    },
    { by: 'file', kind: 'action', declared: server, files: [`**/app/**/*.${extensions}`], exports: { action: 'POST' }, parameters: ['Arguments'], answersByReturn: true },
  ],
})
