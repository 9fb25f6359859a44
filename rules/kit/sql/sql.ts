/** Reads SELECT statements and turns a condition on one key into one on many. The only door to the SQL parser. */
import { parse, type Expr, type SelectedColumn, type SelectFromStatement, type Statement } from 'pgsql-ast-parser'
import type { TextEdit } from '../rule.ts'

export interface KeyedSelect {
  table: string
  /** The column that is compared with the parameter. */
  column: string
  /** The property under which rows hold it; undefined where the columns are listed without it. */
  property: string | undefined
  /** `LIMIT 1` */
  one: boolean
  sorted: boolean
  /** The parameter is cast, so that its list form is as well. */
  cast: boolean
  /** Turns the text into one for many keys; with the key among its columns. */
  edits: TextEdit[]
  /** What a key without rows has: the row that a count gives for nothing. */
  nothing?: string
}

/** How a statement takes a list for one parameter: `= any($1)`, `in ($1)`, a list in JSON, or an own operand that is put in. */
export type ListForm = 'any' | 'in' | 'json' | 'tag'

export const statementOf = (sql: string): Statement | undefined => {
  try {
    const statements = parse(sql, { locationTracking: true })
    return statements.length === 1 ? statements[0] : undefined
  } catch {
    return undefined
  }
}

/** Whether the text only reads; undefined where it cannot be told. */
export function isRead(sql: string): boolean | undefined {
  const statement = statementOf(sql)
  return statement && (statement.type === 'select' || statement.type === 'union' || statement.type === 'union all')
}

/** A SELECT of one table whose rows are found by one parameter (`$number`); undefined for everything else. */
export function keyedSelect(sql: string, number: number, form: ListForm = 'any'): KeyedSelect | undefined {
  const select = statementOf(sql)
  if (select?.type !== 'select' || select.groupBy || select.having || select.distinct || select.for || !select.where) return undefined
  const [from] = select.from ?? []
  if (select.from?.length !== 1 || from?.type !== 'table' || from.join) return undefined
  if (select.limit?.offset || !isPlainColumns(select.columns)) return undefined
  const limit = select.limit?.limit
  if (select.limit && (limit?.type !== 'integer' || limit.value !== 1)) return undefined

  const parameter = `$${number}`
  if (countOf(select, parameter) !== 1) return undefined
  const found = conjuncts(select.where).flatMap(each => comparisonWith(each, parameter))
  const [comparison] = found
  if (found.length !== 1 || !comparison) return undefined
  const { column, value } = comparison
  const span = value._location
  if (!span) return undefined

  if (form !== 'any' && value.type === 'cast') return undefined
  const edits = listEdits(sql, comparison.at.end, span, value.type === 'cast', form)
  const listed = select.columns!.find(each => each.expr.type === 'ref' && (each.expr.name === '*' || each.expr.name === column))
  const property = listed && (listed.expr.type === 'ref' && listed.expr.name === '*' ? column : listed.alias?.name ?? column)
  if (property === undefined) {
    const last = select.columns!.at(-1)!._location
    const isTaken = select.columns!.some(each => (each.alias?.name ?? (each.expr.type === 'ref' ? each.expr.name : '')) === column)
    if (!last || isTaken) return undefined
    edits.push({ start: last.end, end: last.end, text: `, ${sql.slice(comparison.at.start, comparison.at.end)}` })
  }
  if (select.limit) {
    const dropped = limitSpan(sql, limit?._location)
    if (!dropped) return undefined
    edits.push(dropped)
  }
  return {
    table: from.name.name, column, property, one: select.limit !== undefined && select.limit !== null,
    sorted: (select.orderBy?.length ?? 0) > 0, cast: value.type === 'cast', edits,
  }
}

/** How databases call a count without a name of its own, and how they write none. */
const counts: Readonly<Record<'postgresql' | 'mysql' | 'sqlite', { name: string; zero: string }>> = {
  postgresql: { name: 'count', zero: '\'0\'' }, mysql: { name: '', zero: '0' }, sqlite: { name: '', zero: '0' },
}

/** `SELECT count(*) …` for one key as one for many, by groups; it gives one row for each. */
export function keyedCount(sql: string, number: number, form: ListForm, dialect: keyof typeof counts): KeyedSelect | undefined {
  const select = statementOf(sql)
  if (select?.type !== 'select' || select.groupBy || select.having || select.distinct || select.for || select.orderBy || select.limit || !select.where) return undefined
  const [from] = select.from ?? []
  const [counted] = select.columns ?? []
  if (select.from?.length !== 1 || from?.type !== 'table' || from.join || select.columns!.length !== 1) return undefined
  const isCast = counted!.expr.type === 'cast'
  const call = counted!.expr.type === 'cast' ? counted!.expr.operand : counted!.expr
  const name = counted!.alias?.name ?? counts[dialect].name
  if (call.type !== 'call' || call.function.name.toLowerCase() !== 'count' || call.over || call.filter || name === '') return undefined

  const parameter = `$${number}`
  const found = conjuncts(select.where).flatMap(each => comparisonWith(each, parameter))
  const [comparison] = found
  const span = comparison?.value._location
  const last = counted!._location
  if (countOf(select, parameter) !== 1 || found.length !== 1 || !comparison || !span || !last || comparison.value.type === 'cast') return undefined
  const column = sql.slice(comparison.at.start, comparison.at.end)
  if (sql.trimEnd().endsWith(';') || name === comparison.column) return undefined
  const end = sql.trimEnd().length
  const group = sql.includes('WHERE') ? 'GROUP BY' : 'group by'
  const head = sql.slice(0, sql.toLowerCase().indexOf('from')).trimEnd().length
  return {
    table: from.name.name, column: comparison.column, property: undefined, one: true, sorted: false, cast: false,
    edits: [...listEdits(sql, comparison.at.end, span, false, form), { start: head, end: head, text: `, ${column}` }, { start: end, end, text: ` ${group} ${column}` }],
    nothing: `{ ${name}: ${isCast ? '0' : counts[dialect].zero} }`,
  }
}

/** Only columns, so no aggregates, window functions or calls whose value hangs on the other rows. */
function isPlainColumns(columns: SelectedColumn[] | null | undefined): boolean {
  return columns !== undefined && columns !== null && columns.length > 0 && columns.every(({ expr }) => expr.type === 'ref')
}

export function conjuncts(where: Expr): Expr[] {
  return where.type === 'binary' && where.op === 'AND' ? [...conjuncts(where.left), ...conjuncts(where.right)] : [where]
}

interface Comparison { column: string; at: { start: number; end: number }; value: Expr }

export function comparisonWith(expression: Expr, parameter: string): Comparison[] {
  if (expression.type !== 'binary' || expression.op !== '=') return []
  // `$1 = id` has no list form that reads as well.
  const { left, right } = expression
  if (left.type !== 'ref' || left.name === '*' || !left._location || !isParameter(right, parameter)) return []
  return [{ column: left.name, at: left._location, value: right }]
}

function isParameter(expression: Expr, parameter: string): boolean {
  if (expression.type === 'cast') return expression.operand.type === 'parameter' && expression.operand.name === parameter
  return expression.type === 'parameter' && expression.name === parameter
}

/** What is put around the parameter; `$1::uuid` becomes `$1::uuid[]`. */
function listEdits(sql: string, operator: number, span: { start: number; end: number }, isCast: boolean, form: ListForm): TextEdit[] {
  if (form === 'any') {
    return [{ start: span.start, end: span.start, text: 'ANY(' }, { start: span.end, end: span.end, text: isCast ? '[])' : ')' }]
  }
  const isLoud = !sql.includes('where') && sql.includes('WHERE')
  const [head, tail] = form === 'in' ? ['in (', ')'] : form === 'json' ? ['in (select value from json_each(', '))'] : ['in ', '']
  const written = isLoud ? head.replace('in', 'IN').replace('select', 'SELECT').replace('from', 'FROM') : head
  return [{ start: operator, end: span.start, text: ` ${written}` }, ...tail === '' ? [] : [{ start: span.end, end: span.end, text: tail }]]
}

/** How often a parameter stands anywhere in the statement. */
export function countOf(value: unknown, parameter: string): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countOf(each, parameter), 0)
  if (typeof value !== 'object' || value === null) return 0
  const node = value as Partial<SelectFromStatement> & { type?: string; name?: unknown }
  if ((node.type as string) === 'parameter') return node.name === parameter ? 1 : 0
  return Object.values(node).reduce<number>((sum, each) => sum + countOf(each, parameter), 0)
}

/** ` LIMIT 1` with the blank before it; the parser only says where the number stands. */
function limitSpan(sql: string, at: { start: number; end: number } | undefined): TextEdit | undefined {
  if (!at) return undefined
  const before = sql.slice(0, at.start).trimEnd()
  if (!before.toLowerCase().endsWith('limit')) return undefined
  return { start: before.slice(0, -'limit'.length).trimEnd().length, end: at.end, text: '' }
}
