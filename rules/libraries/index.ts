/** Every library. Written by `npm run index`. */
import type { Library } from '../kit/library.ts'
import axios from './axios.ts'
import drizzle from './drizzle.ts'
import fetch from './fetch.ts'
import nodePostgres from './node-postgres.ts'
import prisma from './prisma.ts'

export const libraries: readonly Library[] = [
  axios,
  drizzle,
  fetch,
  nodePostgres,
  prisma,
]
