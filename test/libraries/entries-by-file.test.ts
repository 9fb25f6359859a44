import { describe, expect, test } from 'vitest'
import { project } from './project.ts'

describe('Next.js', () => {
  const route = (before: string, body: string): string => `
    import { cookies } from 'next/headers'
    import { NextResponse, type NextRequest } from 'next/server'
    ${before}
    export async function GET(request: NextRequest) { ${body} }
  `
  const get = (before: string, body: string, more: Record<string, string> = {}) =>
    project({ 'app/api/posts/route.ts': route(before, body), ...more }, ['next']).handler('GET /api/posts')

  test('route handlers, pages, actions and API routes', () => {
    const app = project({
      'src/app/api/posts/route.ts': `export async function GET() { return Response.json([1]) }\nexport const POST = withSession(async (request) => new Response('ok'))`,
      'src/app/posts/[id]/page.tsx': `export async function generateMetadata() { return {} }\nexport default async function Page() { return <p /> }`,
      'src/app/actions.ts': `'use server'\nexport async function createPost(form: FormData) {}`,
      'src/pages/api/users.ts': `export default async function handler(req, res) { res.setHeader('Cache-Control', 'public'); res.status(200).json(req.cookies) }`,
      'src/pages/users.tsx': `export const getServerSideProps = async ({ req }) => ({ props: { token: req.cookies } })`,
      'src/lib/route.ts': `export const GET = () => 1`,
    }, ['next'])
    expect(app.entries()).toEqual([
      'Next.js action - action createPost', 'Next.js request GET GET /api/posts', 'Next.js request POST POST /api/posts',
      'Next.js page GET page /posts/[id]', 'Next.js page GET page /posts/[id]', 'Next.js request ALL /api/users', 'Next.js page GET page /users',
    ])
    expect(app.handler('GET /api/posts')).toMatchObject({ answers: true, why: [] })
    expect(app.handler('POST /api/posts').why).not.toEqual([])
    expect(app.handler('/api/users')).toMatchObject({ answers: true, headers: ['cache-control'], why: ['req.cookies'] })
    expect(app.handler('page /users').why).toEqual(['req.cookies'])
  })

  test('is only known where the package is declared', () => {
    expect(project({ 'app/api/posts/route.ts': route('', 'return Response.json([1])') }).entries()).toEqual([])
  })

  test('what is asked for tells who asks; the address does not', () => {
    expect(get('', 'return NextResponse.json(request.nextUrl.searchParams)').why).toEqual([])
    expect(get('', 'return NextResponse.json(request.headers)').why).toEqual(['request.headers'])
    expect(get('', 'const store = await cookies(); return NextResponse.json([store])').why).toContain('cookies()')
    expect(get(`import { auth } from '@clerk/nextjs/server'`, 'const { userId } = await auth(); return NextResponse.json([userId])').why).toEqual(['auth()'])
    expect(get(`const mine = () => cookies()`, 'return NextResponse.json([mine()])').why).toContain('cookies()')
  })

  test('headers in the answer, and what decides about caching', () => {
    expect(get('', `return NextResponse.json([1], { headers: { 'Cache-Control': 'public' } })`).headers).toEqual(['cache-control'])
    expect(get('', `return new NextResponse('x', { headers })`).headers).toEqual(['*'])
    expect(get('export const revalidate = 60', 'return NextResponse.json([1])').policy).toEqual(['revalidate'])
    expect(get('', `'use cache'\nreturn NextResponse.json([1])`).policy).toEqual(['use cache'])
    expect(get('', 'return NextResponse.json([1])').policy).toEqual([])
  })

  test('the middleware of the app, for the addresses that it names', () => {
    const middleware = (matcher: string) => ({ 'middleware.ts': `import type { NextRequest } from 'next/server'\nexport function middleware(request: NextRequest) { if (!request.cookies) return }\nexport const config = { matcher: ${matcher} }` })
    const body = 'return NextResponse.json([1])'
    expect(get('', body, middleware(`['/dashboard/:path*']`)).why).toEqual([])
    expect(get('', body, middleware(`['/((?!_next).*)']`)).why).toEqual(['request.cookies'])
    expect(get('', body, middleware(`'/api/:path*'`)).why).toEqual(['request.cookies'])
    expect(get('', body, { 'lib/middleware.ts': middleware(`'/'`)['middleware.ts'] }).why).toEqual([])
  })
})

describe('other frameworks with files as routes', () => {
  test('React Router and Remix', () => {
    const app = project({
      'app/routes/posts.tsx': `import type { LoaderFunctionArgs } from 'react-router'\nexport async function loader({ request }: LoaderFunctionArgs) { return [request.headers] }\nexport const action = async () => ({ ok: true })\nexport default function Posts() {}`,
    }, ['@react-router/node'])
    expect(app.entries()).toEqual(['React Router page GET page /routes/posts', 'React Router action POST action /routes/posts'])
    expect(app.handler('page /routes/posts')).toMatchObject({ answers: true, why: ['request.headers'] })
  })

  test('SvelteKit', () => {
    const app = project({
      'src/routes/api/posts/+server.ts': `import { json } from '@sveltejs/kit'\nexport const GET = async ({ setHeaders }) => { setHeaders({ 'cache-control': 'public' }); return json([1]) }`,
      'src/routes/posts/+page.server.ts': `export const load = async ({ locals }) => ({ user: locals.user })\nexport const actions = { create: async ({ request }) => {}, remove: async () => {} }`,
    }, ['@sveltejs/kit'])
    expect(app.entries()).toEqual([
      'SvelteKit request GET GET /api/posts', 'SvelteKit page GET page /posts', 'SvelteKit action POST action /posts', 'SvelteKit action POST action /posts',
    ])
    expect(app.handler('GET /api/posts')).toMatchObject({ answers: true, why: [], headers: ['cache-control'] })
    expect(app.handler('page /posts').why).toHaveLength(1)
  })

  test('Nuxt', () => {
    const app = project({
      'server/api/posts.get.ts': `export default defineEventHandler(async (event) => { setHeader(event, 'Cache-Control', 'public'); return [1] })`,
      'server/api/mine.ts': `import { getCookie } from 'h3'\nexport default defineEventHandler(async (event) => [getCookie(event, 'token')])`,
    }, ['nuxt'])
    expect(app.entries()).toEqual(['Nitro request ALL /api/mine', 'Nitro request GET /api/posts.get'])
    expect(app.handler('/api/posts.get')).toMatchObject({ answers: true, why: [], headers: ['cache-control'] })
    expect(app.handler('/api/mine').why).toHaveLength(1)
  })

  test('Koa', () => {
    const app = project({
      'app.ts': `
        import Koa from 'koa'
        import Router from '@koa/router'
        const app = new Koa()
        const router = new Router()
        router.get('/posts', async (ctx) => { ctx.set('Cache-Control', 'public'); ctx.body = [1] })
        router.get('/mine', async (ctx) => { ctx.body = ctx.state.user })
        app.use(router.routes()).use(router.allowedMethods())
      `,
    })
    expect(app.entries()).toEqual(['Koa request GET GET /posts', 'Koa request GET GET /mine'])
    expect(app.handler('GET /posts')).toMatchObject({ answers: true, why: [], headers: ['cache-control'] })
    expect(app.handler('GET /mine').why).toEqual(['ctx.state'])
  })

  test('AWS Lambda, by the events that a file names', () => {
    const lambda = (name: string): string => `import type { ${name} } from 'aws-lambda'\nexport const handler = async (event: ${name}) => ({ statusCode: 200, body: '' })`
    const app = project({ 'api.ts': lambda('APIGatewayProxyEvent'), 'queue.ts': lambda('SQSEvent'), 'other.ts': `export const handler = () => 1` })
    expect(app.entries()).toEqual(['AWS Lambda request ALL handler /api', 'AWS Lambda job ALL job /queue'])
  })
})

test('workers of queues, schedules and jobs', () => {
  const app = project({
    'jobs.ts': `
      import { Worker, Queue } from 'bullmq'
      import PgBoss from 'pg-boss'
      import cron from 'node-cron'
      import { schedule } from 'node-cron'
      import { Inngest } from 'inngest'
      import { task } from '@trigger.dev/sdk'
      import { prisma } from './db.ts'
      new Worker('mails', async (job) => { await prisma.mail.create({ data: {} }) })
      const boss = new PgBoss('postgres://')
      boss.work('reports', async (jobs) => {})
      cron.schedule('0 4 * * *', async () => {})
      schedule('0 5 * * *', nightly)
      async function nightly() {}
      const inngest = new Inngest({ id: 'app' })
      export const welcome = inngest.createFunction({ id: 'welcome' }, { event: 'user' }, async ({ step }) => { await step.run('mail', async () => { await prisma.mail.create({ data: {} }) }) })
      export const report = task({ id: 'report', run: async (payload) => {} })
      await new Queue('mails').add('welcome', {}, { attempts: 3 })
    `,
    'db.ts': `import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient()`,
  })
  expect(app.entries()).toEqual([
    'BullMQ job ALL job mails', 'pg-boss job ALL job reports', 'Schedulers job ALL job 0 4 * * *', 'Schedulers job ALL job 0 5 * * *',
    'Inngest job ALL job welcome', 'Trigger.dev job ALL job report',
  ])
  expect(app.effects('jobs.ts')).toEqual(['write Prisma: prisma.mail.create', 'write Prisma: prisma.mail.create', "enqueue BullMQ: new Queue('mails').add"])
})
