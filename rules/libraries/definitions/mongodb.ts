import type { QueryWords } from '../../kit/query-words.ts'

/** How filters of MongoDB say which documents they want. */
export const operators = {
  equals: ['$eq'], in: ['$in'], range: ['$gt', '$gte', '$lt', '$lte'], text: ['$regex', '$options', '$text', '$search'],
  all: ['$and'], any: ['$or'], other: ['$ne', '$nin', '$not', '$exists', '$nor', '$all', '$elemMatch', '$size', '$type', '$expr', '$where', '$geoWithin'],
} satisfies Partial<QueryWords>

export const asks: QueryWords = {
  objects: [{ calls: ['find', 'findOne', 'countDocuments'], argument: 0, sortsAt: 1, sorts: 'sort', limit: { argument: 1, property: 'limit' } }],
  links: {
    sorts: ['sort'], limits: ['limit'], few: ['count', 'explain'], one: ['next', 'tryNext'], streams: ['stream', 'forEach', 'hasNext', 'batchSize', 'addCursorFlag'],
    ends: ['toArray', 'map'],
    neutral: ['find', 'toArray', 'project', 'map', 'hint', 'comment', 'collation', 'allowDiskUse', 'maxTimeMS', 'skip'],
  },
  few: ['distinct', 'aggregate', 'listIndexes', 'indexes', 'listCollections', 'collections'],
  ...operators,
}
