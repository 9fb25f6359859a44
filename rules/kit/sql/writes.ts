/** Reads statements that write one row, and turns them into statements for many: with PostgreSQL's words. */
import type { Expr, Statement } from 'pgsql-ast-parser'
import type { TextEdit } from '../rule.ts'
import { comparisonWith, conjuncts, countOf, statementOf } from './sql.ts'

export interface RowInsert {
  table: string
  /** The column of each parameter, by its number. */
  columns: Map<number, string>
  edits: TextEdit[]
}

/** `INSERT INTO tags (name) VALUES ($1)` → `INSERT INTO tags (name) SELECT name FROM json_populate_recordset(null::tags, $1)`. */
export function rowInsert(sql: string): RowInsert | undefined {
  const insert = statementOf(sql)
  if (insert?.type !== 'insert' || insert.insert.type !== 'values' || insert.insert.values.length !== 1 || !insert.columns || insert.into.schema) return undefined
  // Two rows of one statement may not change the same one.
  if (insert.onConflict && insert.onConflict.do !== 'do nothing') return undefined
  const row = insert.insert.values[0]!
  const at = insert.insert._location
  if (!at || row.length !== insert.columns.length) return undefined
  const columns = new Map<number, string>()
  const taken: string[] = []
  for (const [index, value] of row.entries()) {
    const column = insert.columns[index]!
    if (value === 'default' as unknown || value.type === 'default') return undefined
    const place = value._location
    const name = column._location && sql.slice(column._location.start, column._location.end)
    if (!place || name === undefined) return undefined
    if (value.type === 'parameter') {
      const number = Number(value.name.slice(1))
      if (columns.has(number) || countOf(insert, value.name) !== 1) return undefined
      columns.set(number, column.name)
      taken.push(name)
    } else if (hasParameter(value)) return undefined
    else taken.push(sql.slice(place.start, place.end))
  }
  const start = keywordBefore(sql, at.start, 'values')
  const end = sql.indexOf(')', row.at(-1)!._location!.end) + 1
  if (start === undefined || end === 0 || sql.slice(row.at(-1)!._location!.end, end).trim() !== ')') return undefined
  const isCapital = sql.slice(start, start + 1) === 'V'
  const word = (text: string) => (isCapital ? text.toUpperCase() : text)
  const { name } = insert.into
  const text = `${word('select')} ${taken.join(', ')} ${word('from')} json_populate_recordset(${word('null')}::${name}, $1)`
  return { table: name, columns, edits: [{ start, end, text }] }
}

export interface KeyedChange {
  table: string
  column: string
  edits: TextEdit[]
}

/** `DELETE FROM tags WHERE id = $1` → `DELETE FROM tags WHERE id = ANY($1)`; also of an update that is the same for all. */
export function keyedChange(sql: string, number: number): KeyedChange | undefined {
  const change = statementOf(sql)
  const where = whereOf(change)
  const parameter = `$${number}`
  if (!change || !where || countOf(change, parameter) !== 1) return undefined
  // A step up would be taken once for a key that comes twice.
  if (change.type === 'update' && (change.from || change.sets.some(({ value }) => hasColumn(value)))) return undefined
  const [comparison, ...more] = conjuncts(where).flatMap((each) => comparisonWith(each, parameter))
  const place = comparison?.value._location
  if (!comparison || more.length > 0 || !place) return undefined
  const value = sql.slice(place.start, place.end)
  const list = comparison.value.type === 'cast' ? `${value}[]` : value
  const { name } = change.type === 'delete' ? change.from : (change as Extract<Statement, { type: 'update' }>).table
  return { table: name, column: comparison.column, edits: [{ ...place, text: `ANY(${list})` }] }
}

function whereOf(statement: Statement | undefined): Expr | undefined {
  return statement?.type === 'delete' || statement?.type === 'update' ? statement.where ?? undefined : undefined
}

const hasParameter = (value: unknown): boolean => some(value, (type) => type === 'parameter')
const hasColumn = (value: unknown): boolean => some(value, (type) => type === 'ref')

function some(value: unknown, isIt: (type: string) => boolean): boolean {
  if (Array.isArray(value)) return value.some((each) => some(each, isIt))
  if (typeof value !== 'object' || value === null) return false
  const { type } = value as { type?: unknown }
  return (typeof type === 'string' && isIt(type)) || Object.values(value).some((each) => some(each, isIt))
}

/** Where the word stands that comes last before an offset. */
function keywordBefore(sql: string, offset: number, word: string): number | undefined {
  const at = sql.slice(0, offset + word.length).toLowerCase().lastIndexOf(word)
  return at >= 0 && ['', '('].includes(sql.slice(at + word.length, Math.max(offset, at + word.length)).trim()) ? at : undefined
}
