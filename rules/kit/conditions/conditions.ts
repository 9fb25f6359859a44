/** Which rows a query asks for: conditions that must all hold, how it sorts, and whether it ends in one row or few. */
import type { NodeId } from '../facts.ts'
import type { Call } from '../rule.ts'
import type { Source } from '../source.ts'
import { conditionsInChain } from './in-chains.ts'
import { readObjects } from './by-object.ts'
import { askingInSql } from './in-sql.ts'

export interface Condition {
  /** The column as code or SQL names it; undefined where the condition is on something else. */
  column: string | undefined
  how: 'equals' | 'in' | 'range' | 'both' | 'text' | 'any' | 'other'
  /** It compares with something that is written there as it is: `published: true`. */
  fixed: boolean
  /** `null`, true, false: rows with it are many. */
  common?: true
  /** Alternatives of `any`; conditions on another table's rows. */
  parts?: Condition[][]
  /** It is about rows of a relation. */
  relation?: true
}

export interface Asking {
  conditions: Condition[]
  sorts: string[]
  /** False where some of the conditions cannot be read. */
  complete: boolean
  /** The table, and whether others are joined, where the query is written in SQL. */
  table?: string | undefined
  joined?: boolean
  gives: 'many' | 'one' | 'few' | 'limited' | 'stream' | 'unknown'
}

export const nothingAsked = (): Asking => ({ conditions: [], sorts: [], complete: true, gives: 'many' })

/** What a query asks for; undefined where nothing can be read of it. */
export function askingOf(call: Call): Asking | undefined {
  const sql = call.facts.sql ?? (call.facts.many?.style === 'sql' ? call.facts.many.text : undefined)
  if (sql !== undefined) return askingInSql(call, sql)
  if (call.source.as(call.node, 'tagged')) return askingInSql(call, 'template')
  const words = call.library.asks
  if (!words) return undefined
  const asking = nothingAsked()
  const method = methodOf(call.source, call.node)
  if (method !== undefined && words.few?.includes(method)) return { ...asking, gives: 'few' }
  const isRead = readObjects(call, words, asking)
  if (words.links && call.facts.builds) conditionsInChain(call, words, asking)
  else if (!isRead) return undefined
  return asking
}

export function methodOf(source: Source, id: NodeId): string | undefined {
  const call = source.as(id, 'call')
  const callee = call && source.node(call.callee)
  return callee?.kind === 'member' || callee?.kind === 'name' ? callee.name : undefined
}

/** Whether one of the conditions keeps the rows few: it asks for the rows of something that the caller names. */
export function isBounded(conditions: readonly Condition[], isCommon: (column: string) => boolean): boolean {
  // From a day to another day.
  const ranges = conditions.flatMap(({ how, column }) => (how === 'range' && column !== undefined ? [column] : []))
  if (new Set(ranges).size < ranges.length) return true
  return conditions.some(({ how, fixed, column, parts, relation }) => {
    if (how === 'any') return parts !== undefined && parts.length > 0 && parts.every(part => isBounded(part, isCommon))
    if (relation) return parts?.some(part => isBounded(part, () => false)) === true
    if (how === 'both') return true
    return (how === 'equals' || how === 'in') && !fixed && (column === undefined || !isCommon(column))
  })
}
