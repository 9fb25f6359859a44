import { framework } from '../kit/framework.ts'

const extensions = '{ts,tsx,js,jsx,mjs}'
const page = { by: 'file', kind: 'page', exports: { default: 'GET' } } as const

export default framework({
  name: 'Next.js',
  packages: ['next', 'next/*'],
  docs: 'https://nextjs.org/docs/app/api-reference/file-conventions',
  exports: {
    'server.NextResponse': { class: 'Response' },
    'server.after': { runs: [{ argument: 0, times: 'later' }] },
    'headers.cookies': { returns: 'Personal' },
    'headers.headers': { returns: 'Personal' },
    'headers.draftMode': { returns: 'Personal' },
    'cache.unstable_cache': { wraps: 0, memoises: 'shared' },
  },
  types: {
    Personal: { personal: true, members: { '*': { returns: 'self' } } },
    Request: {
      names: ['NextRequest', 'Request'],
      members: { headers: { is: 'Personal' }, cookies: { is: 'Personal' } },
    },
    ApiRequest: {
      names: ['NextApiRequest'],
      members: { headers: { is: 'Personal' }, cookies: { is: 'Personal' } },
    },
    ApiResponse: {
      names: ['NextApiResponse'],
      members: {
        setHeader: { header: 0, returns: 'self' }, status: { returns: 'self' }, json: { answers: 0 }, send: { answers: 0 }, end: { answers: 0 },
      },
    },
    Response: {
      names: ['NextResponse'],
      new: { answers: 0, headersAt: { argument: 1, path: 'headers' } },
      static: { json: { answers: 0, headersAt: { argument: 1, path: 'headers' } } },
    },
  },
  entries: [
    {
      by: 'file', kind: 'request', files: [`**/app/**/route.${extensions}`],
      exports: { GET: 'GET', HEAD: 'HEAD', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', OPTIONS: 'OPTIONS' },
      parameters: ['Request', ''], policies: ['revalidate', 'dynamic', 'fetchCache'],
    },
    { by: 'file', kind: 'request', files: [`**/pages/api/**/*.${extensions}`], exports: { default: 'ALL' }, parameters: ['ApiRequest', 'ApiResponse'] },
    { ...page, files: [`**/app/**/page.${extensions}`, `**/app/**/layout.${extensions}`, `**/app/**/default.${extensions}`] },
    {
      by: 'file', kind: 'page', files: [`**/pages/**/*.${extensions}`],
      exports: { getServerSideProps: 'GET' }, parameters: [''],
    },
    { by: 'file', kind: 'middleware', files: [`**/middleware.${extensions}`, `**/proxy.${extensions}`], exports: { default: 'ALL', middleware: 'ALL', proxy: 'ALL' } },
    { by: 'directive', kind: 'action', directive: 'use server' },
  ],
  routeTree: {
    roots: ['**/app'],
    page: 'page', layout: 'layout', boundary: 'error', rootBoundary: 'global-error',
  },
})
