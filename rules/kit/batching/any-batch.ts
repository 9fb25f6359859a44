/** A query of one item as one for all items, in whichever style its library asks for many. */
import type { About, Reached } from '../rule.ts'
import type { Batch } from './batch.ts'
import { batchByBuilder } from './by-builder.ts'
import { batchByChain } from './by-chain.ts'
import { batchByClauses } from './by-clauses.ts'
import { batchByFilter } from './by-filter.ts'
import { batchByHelper } from './by-helper.ts'
import { batchByObject } from './by-object.ts'
import { batchByPosition } from './by-position.ts'
import { batchByRequest } from './by-request.ts'
import { batchByRest } from './by-rest.ts'
import { batchBySql, groupsBySql } from './by-sql.ts'
import { groupsByBuilder } from './group-by-builder.ts'
import { groupsByClauses } from './group-by-clauses.ts'
import { groupsByChain } from './group-by-chain.ts'
import { groupsByCount } from './group-by-count.ts'
import { groupsByFilter } from './group-by-filter.ts'
import { groupsByLinks } from './group-by-links.ts'
import { groupsByObject } from './group-by-object.ts'
import { groupsByStages } from './group-by-stages.ts'

/** The rows of all items. */
export const rowsOfAll = (reached: Reached, about: About): Batch | undefined =>
  batchByObject(reached, about)
  ?? batchByBuilder(reached, about)
  ?? batchByHelper(reached, about)
  ?? batchByChain(reached, about)
  ?? batchBySql(reached)
  ?? batchByFilter(reached, about)
  ?? batchByRest(reached)
  ?? batchByClauses(reached, about)
  ?? batchByRequest(reached)
  ?? batchByPosition(reached, about)

/** Numbers of all items: counts, sums. */
export const numbersOfAll = (reached: Reached, about: About): Batch | undefined =>
  groupsByObject(reached, about)
  ?? groupsByBuilder(reached, about)
  ?? groupsByChain(reached, about)
  ?? groupsByCount(reached, about)
  ?? groupsBySql(reached)
  ?? groupsByFilter(reached, about)
  ?? groupsByLinks(reached, about)
  ?? groupsByClauses(reached, about)
  ?? groupsByStages(reached, about)
