import { framework } from '../kit/framework.ts'
import type { Call, Value } from '../kit/library.ts'

const extensions = '{ts,tsx,js,jsx,mjs}'
const app = (name: string): string => `**/app/**/${name}.${extensions}`
const page = { by: 'file', kind: 'page', exports: { default: 'GET', generateMetadata: 'GET' } } as const
const personal: Value = { is: 'Personal' }
const asked: Call = { returns: 'Personal', personal: true }
const answer: Call = { answers: 0, headersAt: { argument: 1, path: 'headers' } }
const apiAnswer: Call = { answers: 0, headersBy: 'setHeader' }

export default framework({
  name: 'Next.js',
  packages: ['next', 'next/*'],
  docs: 'https://nextjs.org/docs/app/api-reference/file-conventions',
  exports: {
    'server.NextResponse': { class: 'Response' },
    'server.after': { runs: [{ argument: 0, times: 'later' }] }, 'server.unstable_after': { runs: [{ argument: 0, times: 'later' }] },
    'server.connection': asked,
    'headers.cookies': asked, 'headers.headers': asked, 'headers.draftMode': asked,
    'cache.unstable_cache': { wraps: 0, memoises: 'shared' },
    'cache.unstable_noStore': { header: 'cache-control' },
  },
  types: {
    Personal: { personal: true, members: { '*': { returns: 'self' } } },
    Request: { names: ['NextRequest'], members: { headers: personal, cookies: personal, ip: personal, geo: personal, auth: personal } },
    ApiRequest: { names: ['NextApiRequest'], members: { headers: personal, cookies: personal, socket: personal, preview: personal, session: personal } },
    ApiResponse: {
      names: ['NextApiResponse'],
      members: {
        setHeader: { header: 0, returns: 'self' }, appendHeader: { header: 0, returns: 'self' }, status: { returns: 'self' },
        json: apiAnswer, send: apiAnswer, end: apiAnswer, write: apiAnswer, redirect: {},
      },
    },
    ApiHandler: { names: ['NextApiHandler'], takes: ['ApiRequest', 'ApiResponse'] },
    /** What `getServerSideProps` is handed. */
    PageContext: { names: ['GetServerSidePropsContext', 'NextPageContext'], members: { req: { is: 'ApiRequest' }, res: { is: 'ApiResponse' } } },
    PageFunction: { names: ['GetServerSideProps'], takes: ['PageContext'] },
    Response: { names: ['NextResponse'], new: answer, static: { json: answer, redirect: {}, rewrite: {}, next: {} } },
  },
  entries: [
    {
      by: 'file', kind: 'request', files: [app('route')], parameters: ['Request', ''], policyDirective: 'use cache',
      exports: { GET: 'GET', HEAD: 'HEAD', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', OPTIONS: 'OPTIONS' },
      policies: ['revalidate', 'dynamic', 'fetchCache', 'generateStaticParams'],
    },
    { by: 'file', kind: 'request', files: [`**/pages/api/**/*.${extensions}`], exports: { default: 'ALL' }, parameters: ['ApiRequest', 'ApiResponse'] },
    { ...page, files: ['page', 'layout', 'default', 'template', 'not-found'].map(app) },
    { by: 'file', kind: 'page', files: ['sitemap', 'robots', 'manifest', 'opengraph-image', 'twitter-image', 'icon', 'apple-icon'].map(app), exports: { default: 'GET' }, policies: ['revalidate', 'dynamic'] },
    { by: 'file', kind: 'page', files: [`**/pages/**/*.${extensions}`], exports: { getServerSideProps: 'GET' }, parameters: ['PageContext'] },
    {
      by: 'file', kind: 'middleware', files: [`**/middleware.${extensions}`, `**/proxy.${extensions}`], exports: { default: 'ALL', middleware: 'ALL', proxy: 'ALL' },
      parameters: ['Request', ''], atRoot: true, matcher: { export: 'config', property: 'matcher' },
    },
    { by: 'directive', kind: 'action', directive: 'use server' },
  ],
  routeTree: {
    roots: ['**/app'],
    page: 'page', layout: 'layout', boundary: 'error', rootBoundary: 'global-error',
  },
})
