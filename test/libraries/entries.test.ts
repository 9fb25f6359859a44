import { describe, expect, test } from 'vitest'
import { project } from './project.ts'

const database = `import { PrismaClient } from '@prisma/client'\nexport const prisma = new PrismaClient()\n`

describe('Express', () => {
  test('routes, chains, routers in other files and the wrappers around a handler', () => {
    const app = project({
      'app.ts': `
        import express, { Router } from 'express'
        import asyncHandler from 'express-async-handler'
        import { list } from './posts.ts'
        const app = express()
        app.get('/posts', list)
        app.route('/users').get((req, res) => res.status(200).json([])).post((req, res) => { res.end() })
        const router = express.Router()
        router.delete('/posts/:id', asyncHandler(async (req, res) => { res.json({}) }))
        const other = Router().use('/api', router)
        app.use((error, request, response, next) => { response.json(error) })
      `,
      'posts.ts': `import type { RequestHandler } from 'express'\nexport const list: RequestHandler = async (req, res) => { res.set('Cache-Control', 'public').json(req.cookies) }`,
    })
    expect(app.entries()).toEqual([
      'Express request GET GET /posts', 'Express request GET get', 'Express request POST post',
      'Express request DELETE DELETE /posts/:id', 'Express middleware - middleware handler',
    ])
    expect(app.handler('GET /posts')).toMatchObject({ why: ['req.cookies'], headers: ['cache-control'], answers: true })
    expect(app.handler('DELETE /api/posts/:id')).toMatchObject({ why: [], answers: true })
  })

  test('a handler that is handed over by name is handed the types, in plain JavaScript too', () => {
    const app = project({
      'app.js': `const express = require('express')\nconst posts = require('./posts')\nconst app = express()\napp.get('/posts', posts.list)\napp.get('/mine', posts.mine)`,
      'posts.js': `exports.list = async (req, res) => { res.json([]) }\nexports.mine = async function (req, res) { res.set('Vary', 'Cookie'); res.json(req.session.posts) }`,
    })
    expect(app.handler('GET /posts')).toMatchObject({ why: [], answers: true })
    expect(app.handler('GET /mine')).toMatchObject({ why: ['req.session'], headers: ['vary'], answers: true })
  })

  test('middleware of the route, of its router and of the app tells who asks; harmless middleware does not', () => {
    const app = project({
      'app.ts': `
        import express from 'express'
        import cors from 'cors'
        import helmet from 'helmet'
        import passport from 'passport'
        import { posts } from './posts.ts'
        const app = express()
        app.get('/early', (req, res) => { res.json([]) })
        app.use(cors())
        app.use(helmet(), express.json())
        app.use('/admin', (req, res, next) => { if (!req.session) res.sendStatus(401); else next() })
        app.get('/open', (req, res) => { res.json([]) })
        app.get('/admin/users', (req, res) => { res.json([]) })
        app.get('/mine', passport.authenticate('jwt'), (req, res) => { res.json([]) })
        app.get('/odd', somebody(), (req, res) => { res.json([]) })
        app.use('/posts', posts)
      `,
      'posts.ts': `
        import { Router } from 'express'
        export const posts = Router()
        posts.get('/all', (req, res) => { res.json([]) })
        posts.use((req, res, next) => { req.user ? next() : res.end() })
        posts.get('/mine-too', (req, res) => { res.json([]) })
      `,
    })
    for (const open of ['/early', '/open', '/posts/all']) expect(app.handler(`GET ${open}`).why, open).toEqual([])
    for (const closed of ['/admin/users', '/mine', '/odd', '/posts/mine-too']) expect(app.handler(`GET ${closed}`).why, closed).not.toEqual([])
  })
})

describe('NestJS', () => {
  const controller = (before: string, decorators: string, parameters = ''): string => `
    import { Body, Controller, Get, Headers, Header, Param, Req, UseGuards, createParamDecorator } from '@nestjs/common'
    import { ApiTags } from '@nestjs/swagger'
    const CurrentUser = createParamDecorator((data, context) => context.user)
    @Controller('posts') ${before}
    export class PostsController { @Get(':id') ${decorators} find(${parameters}) { return [1] } }
  `
  test('controllers, resolvers, guards and jobs', () => {
    const app = project({
      'posts.controller.ts': controller('', ''),
      'posts.resolver.ts': `import { Query, Resolver, ResolveField } from '@nestjs/graphql'\n@Resolver() export class PostsResolver { @Query() posts() { return [] } @ResolveField() author() {} plain() {} }`,
      'mails.ts': `import { Processor, WorkerHost } from '@nestjs/bullmq'\nimport { Cron } from '@nestjs/schedule'\n@Processor('mails') export class Mails extends WorkerHost { async process(job) {} }\nexport class Nightly { @Cron('0 4 * * *') run() {} }`,
      'guard.ts': `import { Injectable } from '@nestjs/common'\n@Injectable() export class AuthGuard { canActivate() { return true } other() {} }`,
    })
    expect(app.entries()).toEqual([
      'NestJS middleware ALL middleware AuthGuard.canActivate', 'NestJS job ALL job Mails.process', 'NestJS job ALL job Nightly.run',
      'NestJS request GET GET /posts/:id', 'NestJS resolver POST resolver PostsResolver.posts', 'NestJS resolver POST resolver PostsResolver.author',
    ])
    expect(app.handler('GET /posts/:id')).toMatchObject({ answers: true, why: [] })
  })

  test.each([
    ['@UseGuards(AuthGuard) @ApiTags("x")', '', ''], ['', '@UseGuards(AuthGuard)', ''], ['', '@Unknown()', ''], ['', '', '@Headers("authorization") token: string'],
    ['', '', '@Req() request: Request'], ['', '', '@CurrentUser() user: User'],
  ])('tells who asks: %s %s %s', (before, decorators, parameters) => {
    expect(project({ 'posts.ts': controller(before, decorators, parameters) }).handler('GET /posts/:id').why).not.toEqual([])
  })

  test('harmless decorators, and one that sets a header', () => {
    const handler = project({ 'posts.ts': controller('@ApiTags("posts")', '@Header("Cache-Control", "public")', '@Param("id") id: string') }).handler('GET /posts/:id')
    expect(handler).toMatchObject({ why: [], headers: ['cache-control'] })
  })

  test('a guard for the whole app, unless it is one that only counts', () => {
    const module = (guard: string): string => `import { APP_GUARD } from '@nestjs/core'\nimport { ThrottlerGuard } from '@nestjs/throttler'\nclass Own {}\nclass Counting extends ThrottlerGuard {}\nexport const providers = [{ provide: APP_GUARD, useClass: ${guard} }]`
    const why = (extra: Record<string, string>) => project({ 'posts.ts': controller('', ''), ...extra }).handler('GET /posts/:id').why
    expect(why({ 'app.module.ts': module('Own') })).not.toEqual([])
    expect(why({ 'app.module.ts': module('ThrottlerGuard') })).toEqual([])
    expect(why({ 'app.module.ts': module('Counting') })).toEqual([])
    expect(why({ 'main.ts': `import { NestFactory } from '@nestjs/core'\nconst app = await NestFactory.create(X)\napp.useGlobalGuards(new Own())` })).not.toEqual([])
  })
})

describe('Fastify', () => {
  test('routes of the instance and of plugins, in other files too', () => {
    const app = project({
      'app.ts': `
        import Fastify from 'fastify'
        import posts from './posts.ts'
        const app = Fastify({ logger: true })
        app.get('/open', { schema: {} }, async (request, reply) => { reply.header('Cache-Control', 'public'); return [1] })
        app.get('/mine', { preHandler: [app.authenticate] }, async () => [1])
        app.get('/asks', async (request, reply) => reply.send(request.headers))
        app.route({ method: 'POST', url: '/posts', handler: async (request, reply) => { reply.code(201).send({}) } })
        app.register(posts, { prefix: '/posts' })
        app.register(async (child) => { child.get('/inner', async () => ({ ok: true })) })
      `,
      'posts.ts': `export default async function posts(fastify, options) { fastify.get('/outer', async (request) => [request.user]) }`,
    })
    expect(app.entries()).toEqual([
      'Fastify request GET GET /open', 'Fastify request GET GET /mine', 'Fastify request GET GET /asks', 'Fastify request POST POST /posts',
      'Fastify request GET GET /inner', 'Fastify request GET GET /outer',
    ])
    expect(app.handler('GET /open')).toMatchObject({ why: [], headers: ['cache-control'], answers: true })
    expect(app.handler('GET /mine').why).not.toEqual([])
    expect(app.handler('GET /asks')).toMatchObject({ why: ['request.headers'], answers: true })
    expect(app.handler('GET /inner')).toMatchObject({ why: [], answers: true })
    expect(app.handler('GET /outer').why).toEqual(['request.user'])
  })

  test('a hook runs before the routes of its instance', () => {
    const app = project({ 'app.ts': `import Fastify from 'fastify'\nconst app = Fastify()\napp.addHook('onRequest', async (request) => { if (!request.cookies) throw new Error() })\napp.get('/posts', async () => [1])` })
    expect(app.entries()).toEqual(['Fastify middleware - middleware handler', 'Fastify request GET GET /posts'])
    expect(app.handler('GET /posts').why).toEqual(['request.cookies'])
  })
})

describe('Hono', () => {
  test('routes, chains and apps below others', () => {
    const app = project({
      'app.ts': `
        import { Hono } from 'hono'
        import { cors } from 'hono/cors'
        import { getCookie } from 'hono/cookie'
        import { PrismaClient } from '@prisma/client'
        type Env = { Variables: { db: PrismaClient } }
        const app = new Hono<Env>()
        app.use('*', cors())
        app.use('/admin/*', async (c, next) => { if (!c.req.header('authorization')) return c.text('no', 401); await next() })
        app.get('/posts', async (c) => { const posts = await c.get('db').post.findMany(); c.header('Cache-Control', 'public'); return c.json(posts) })
          .get('/mine', (c) => c.json({ token: getCookie(c, 'token') }))
          .get('/kept', (c) => c.json([], 200, { 'Cache-Control': 'public' }))
          .get('/kept-too', (c) => c.json([], { headers: { 'Cache-Control': 'public' } }))
        const users = new Hono().get('/', (c) => c.json([1]))
        app.route('/admin/users', users)
        const api = app.basePath('/api')
        api.post('/orders', async (c) => c.json(await c.var.db.order.create({ data: {} })))
      `,
    })
    expect(app.entries()).toEqual([
      'Hono middleware - middleware /admin/*', 'Hono request GET GET /posts', 'Hono request GET GET /mine', 'Hono request GET GET /kept',
      'Hono request GET GET /kept-too', 'Hono request GET GET /', 'Hono request POST POST /orders',
    ])
    expect(app.handler('GET /posts')).toMatchObject({ why: [], headers: ['cache-control'], answers: true })
    expect(app.handler('GET /posts').reached.map((it) => it.name)).toHaveLength(1)
    expect(app.handler('GET /mine').why).toEqual(['getCookie()'])
    expect(app.handler('GET /kept').headers).toEqual(['cache-control'])
    expect(app.handler('GET /kept-too').headers).toEqual(['cache-control'])
    expect(app.handler('GET /admin/users').why).toEqual(['c.req.header()'])
    expect(app.effects('app.ts')).toEqual(["query Prisma: c.get('db').post.findMany", 'write Prisma: c.var.db.order.create'])
  })
})

describe('tRPC', () => {
  test.each([
    ['a context function', `initTRPC.context<typeof createContext>().meta<{ open: boolean }>().create()`],
    ['its awaited return type', `initTRPC.context<Awaited<ReturnType<typeof createContext>>>().create({})`],
  ])('procedures and their context by %s', (_, made) => {
    const app = project({
      'db.ts': database,
      'trpc.ts': `
        import { initTRPC } from '@trpc/server'
        import { prisma } from './db.ts'
        export const createContext = async ({ req }) => ({ prisma, session: null })
        const t = ${made}
        const timed = t.middleware(async ({ next, ctx }) => { await ctx.prisma.visit.create({ data: {} }); return next() })
        export const router = t.router
        export const open = t.procedure.use(timed)
      `,
      'posts.ts': `
        import { open, router } from './trpc.ts'
        export const posts = router({
          list: open.input({}).query(async ({ ctx, input }) => ctx.prisma.post.findMany()),
          create: open.mutation(async (opts) => { await opts.ctx.prisma.post.create({ data: {} }) }),
        })
      `,
    })
    expect(app.entries('posts.ts')).toEqual(['tRPC request POST query list', 'tRPC request POST mutation create'])
    expect(app.entries('trpc.ts')).toContain('tRPC middleware - middleware handler')
    expect(app.effects('posts.ts')).toEqual(['query Prisma: ctx.prisma.post.findMany', 'write Prisma: opts.ctx.prisma.post.create'])
    expect(app.effects('trpc.ts')).toEqual(['write Prisma: ctx.prisma.visit.create'])
  })
})
