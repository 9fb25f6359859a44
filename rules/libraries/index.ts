/** Every library. Written by `npm run index`. */
import type { Library } from '../kit/library.ts'
import axios from './axios.ts'
import drizzle from './drizzle.ts'
import fastifyPlugin from './fastify-plugin.ts'
import fetch from './fetch.ts'
import handlerWrappers from './handler-wrappers.ts'
import middleware from './middleware.ts'
import nestDecorators from './nest-decorators.ts'
import nodeFetch from './node-fetch.ts'
import nodePostgres from './node-postgres.ts'
import prisma from './prisma.ts'
import webStandards from './web-standards.ts'

export const libraries: readonly Library[] = [
  axios,
  drizzle,
  fastifyPlugin,
  fetch,
  handlerWrappers,
  middleware,
  nestDecorators,
  nodeFetch,
  nodePostgres,
  prisma,
  webStandards,
]
