/** Every rule. Written by `npm run index`. */
import type { Rule } from './kit/rule.ts'
import clientPerRequest from './connections/client-per-request.ts'
import documentInRequest from './background/document-in-request.ts'
import mailInRequest from './background/mail-in-request.ts'
import missingErrorBoundary from './resilience/missing-error-boundary.ts'
import missingIndex from './queries/missing-index.ts'
import missingTimeout from './resilience/missing-timeout.ts'
import nPlusOne from './queries/n-plus-one.ts'
import repeatedQuery from './queries/repeated-query.ts'
import serialQueries from './queries/serial-queries.ts'
import transactionEscape from './queries/transaction-escape.ts'
import unboundedFanOut from './queries/unbounded-fan-out.ts'
import unboundedResult from './queries/unbounded-result.ts'
import uncachedResponse from './caching/uncached-response.ts'
import writePerItem from './queries/write-per-item.ts'

export const rules: readonly Rule[] = [
  clientPerRequest,
  documentInRequest,
  mailInRequest,
  missingErrorBoundary,
  missingIndex,
  missingTimeout,
  nPlusOne,
  repeatedQuery,
  serialQueries,
  transactionEscape,
  unboundedFanOut,
  unboundedResult,
  uncachedResponse,
  writePerItem,
]
