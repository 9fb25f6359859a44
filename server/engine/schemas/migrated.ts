/** Indexes that migrations create, whether the schema knows of them or not. */
import { indexesInSql, type CreatedIndex } from '../../../rules/kit/sql/indexes.ts'
import { classify } from '../entries/classify.ts'
import type { Evaluator } from '../values/evaluate.ts'

/** Methods of migrations in code that create an index: their texts are its columns, and perhaps its table and name. */
const creating = new Set(['index', 'unique', 'createIndex', 'createIndices', 'addIndex', 'ensureIndex', 'createUniqueConstraint', 'raw', 'query', 'execute', 'addSql'])

/** Whether an index on that table may begin with one of these columns. */
export function migratedIndexes(evaluator: Evaluator, _path: string): (table: string, columns: readonly string[]) => boolean {
  const { world } = evaluator
  const indexes = [...world.surroundings.indexes ?? [], ...inCode(evaluator)]
  return (table, columns) => indexes.some((index) => (
    index.table === undefined ? columns.some((column) => index.columns.includes(column)) : same(index.table, table) && columns.includes(index.columns[0] ?? '')
  ))
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

function inCode(evaluator: Evaluator): readonly CreatedIndex[] {
  const { world } = evaluator
  return world.memo.ask<readonly CreatedIndex[]>(world.migrated, () => {
    world.readFiles()
    return world.paths().flatMap((path) => inFile(evaluator, path))
  }, [], (before, after) => JSON.stringify(before) === JSON.stringify(after))
}

function inFile(evaluator: Evaluator, path: string): readonly CreatedIndex[] {
  const { world } = evaluator
  if (classify(path) !== 'migration') return []
  return world.memo.ask<readonly CreatedIndex[]>(world.slots(path).migrated, () => {
    const source = world.source(path)
    if (!source) return []
    const written = [...source.ofKind('text'), ...source.ofKind('template')].flatMap((id) => {
      const text = source.as(id, 'text')?.value ?? source.as(id, 'template')?.texts.join(' ') ?? ''
      return /\bindex\b|\bunique\b/i.test(text) ? indexesInSql(text) : []
    })
    const called = source.ofKind('call').flatMap((id): CreatedIndex[] => {
      const call = source.as(id, 'call')!
      const method = source.as(call.callee, 'member')?.name
      if (method === undefined || !creating.has(method)) return []
      const columns = source.ofKind('text').flatMap((text) => (source.contains(id, text) ? [source.as(text, 'text')!.value] : []))
      return columns.length ? [{ table: undefined, columns }] : []
    })
    return [...written, ...called]
  }, [], (before, after) => JSON.stringify(before) === JSON.stringify(after))
}
