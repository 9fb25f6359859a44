import { framework } from '../kit/framework.ts'
import type { Call, Value } from '../kit/library.ts'

const requests = { Get: 'GET', Post: 'POST', Put: 'PUT', Patch: 'PATCH', Delete: 'DELETE', Head: 'HEAD', Options: 'OPTIONS', All: 'ALL', Sse: 'GET' } as const
const job = { by: 'decorator', kind: 'job' } as const
/** A decorator that neither asks who somebody is nor says anything about the answer. */
const harmless: Call = {}
const personal: Call = { personal: true }
const guard: Value = { is: 'Guard' }

export default framework({
  name: 'NestJS',
  packages: ['@nestjs/common', '@nestjs/core', '@nestjs/graphql', '@nestjs/bull', '@nestjs/bullmq', '@nestjs/schedule', '@nestjs/microservices', '@nestjs/websockets', '@nestjs/event-emitter', '@nestjs/throttler', '@nestjs/platform-express', '@nestjs/platform-fastify'],
  docs: 'https://docs.nestjs.com/controllers',
  exports: {
    UseGuards: personal, Req: personal, Request: personal, Headers: personal, Session: personal, Ip: personal,
    Param: harmless, Query: harmless, Body: harmless, RawBody: harmless, HostParam: harmless, UploadedFile: harmless, UploadedFiles: harmless,
    Res: harmless, Response: harmless, Next: harmless, HttpCode: harmless, Version: harmless, UsePipes: harmless, UseFilters: harmless,
    SetMetadata: harmless, Injectable: harmless, Controller: harmless, SerializeOptions: harmless, Catch: harmless,
    Throttle: harmless, SkipThrottle: harmless, ThrottlerGuard: { class: 'Harmless' },
    Header: { header: 0 },
    APP_GUARD: guard, APP_INTERCEPTOR: guard,
    Args: harmless, Parent: harmless, Info: harmless, Context: personal,
    NestFactory: { is: 'Factory' },
  },
  types: {
    Guard: { guardsAll: true },
    Harmless: {},
    Factory: { members: { create: { returns: 'App' } } },
    App: {
      names: ['INestApplication', 'NestExpressApplication', 'NestFastifyApplication'],
      members: { useGlobalGuards: { guardsAll: true }, useGlobalInterceptors: { guardsAll: true } },
    },
  },
  entries: [
    { by: 'decorator', kind: 'request', classes: ['Controller'], methods: requests, answersByReturn: true },
    { by: 'decorator', kind: 'resolver', classes: ['Resolver'], methods: { Query: 'POST', Mutation: 'POST', Subscription: 'POST', ResolveReference: 'POST' } },
    { by: 'decorator', kind: 'resolver', classes: ['Resolver'], methods: { ResolveField: 'POST', ResolveProperty: 'POST' }, each: ['Parent', 'Root'] },
    { by: 'decorator', kind: 'middleware', classes: ['Injectable'], named: { canActivate: 'ALL', intercept: 'ALL' } },
    { ...job, classes: ['Processor'], methods: { Process: 'ALL' }, named: { process: 'ALL' } },
    { ...job, classes: [], methods: { Cron: 'ALL', Interval: 'ALL', Timeout: 'ALL', MessagePattern: 'ALL', EventPattern: 'ALL', OnEvent: 'ALL' } },
    { ...job, classes: ['WebSocketGateway'], methods: { SubscribeMessage: 'ALL' } },
  ],
})
