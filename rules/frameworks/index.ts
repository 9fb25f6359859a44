/** Every framework. Written by `npm run index`. */
import type { Framework } from '../kit/framework.ts'
import awsLambda from './aws-lambda.ts'
import bull from './bull.ts'
import bullmq from './bullmq.ts'
import elysia from './elysia.ts'
import express from './express.ts'
import fastify from './fastify.ts'
import graphql from './graphql.ts'
import hono from './hono.ts'
import inngest from './inngest.ts'
import koa from './koa.ts'
import nest from './nest.ts'
import next from './next.ts'
import nitro from './nitro.ts'
import pgBoss from './pg-boss.ts'
import pothos from './pothos.ts'
import remix from './remix.ts'
import schedulers from './schedulers.ts'
import sveltekit from './sveltekit.ts'
import triggerDev from './trigger-dev.ts'
import trpc from './trpc.ts'
import typeGraphql from './type-graphql.ts'

export const frameworks: readonly Framework[] = [
  awsLambda,
  bull,
  bullmq,
  elysia,
  express,
  fastify,
  graphql,
  hono,
  inngest,
  koa,
  nest,
  next,
  nitro,
  pgBoss,
  pothos,
  remix,
  schedulers,
  sveltekit,
  triggerDev,
  trpc,
  typeGraphql,
]
