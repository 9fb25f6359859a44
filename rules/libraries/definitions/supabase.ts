import type { QueryWords } from '../../kit/query-words.ts'

/** How queries of Supabase say which rows they want. */
export const asks: QueryWords = {
  links: {
    equals: ['eq'], in: ['in'], range: ['gt', 'gte', 'lt', 'lte'], text: ['like', 'ilike', 'textSearch', 'likeAnyOf', 'ilikeAnyOf'], any: ['or'],
    other: ['neq', 'is', 'not', 'contains', 'containedBy', 'overlaps'],
    sorts: ['order'], limits: ['limit', 'range'], one: ['single', 'maybeSingle', 'csv'],
    ends: ['returns', 'overrideTypes', 'throwOnError'],
    neutral: ['select', 'returns', 'overrideTypes', 'throwOnError', 'abortSignal', 'explain'],
  },
  few: ['rpc'],
  equals: [], in: [], range: [], text: [], all: [], any: [], other: [],
  most: { rows: 1000, says: 'the API gives 1,000 rows at most unless the project\'s settings say otherwise' },
}
