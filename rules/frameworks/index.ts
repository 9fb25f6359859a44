/** Every framework. Written by `npm run index`. */
import type { Framework } from '../kit/framework.ts'
import express from './express.ts'
import next from './next.ts'

export const frameworks: readonly Framework[] = [
  express,
  next,
]
