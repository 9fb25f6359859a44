import type { QueryWords } from '../../kit/query-words.ts'

/** How Prisma's queries say which rows they want. */
export const asks: QueryWords = {
  objects: [{ calls: ['findMany', 'findFirst', 'findFirstOrThrow', 'findUnique', 'findUniqueOrThrow', 'count'], argument: 0, property: 'where', sorts: 'orderBy', few: ['distinct'] }],
  few: ['groupBy', 'aggregate'],
  equals: ['equals'], in: ['in'], range: ['lt', 'lte', 'gt', 'gte'], text: ['contains', 'startsWith', 'endsWith', 'search', 'mode'],
  all: ['AND'], any: ['OR'], other: ['NOT', 'not', 'notIn', 'has', 'hasSome', 'hasEvery', 'isEmpty'],
}
