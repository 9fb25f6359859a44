/** Reads statements and their conditions. The only door to the SQL parser. */
import { parse, type Expr, type SelectFromStatement, type Statement } from 'pgsql-ast-parser'
import type { TextEdit } from '../rule.ts'

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
export function listEdits(sql: string, operator: number, span: { start: number; end: number }, isCast: boolean, form: ListForm): TextEdit[] {
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

/** The tables that a statement names anywhere. */
export function tablesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(tablesOf)
  if (typeof value !== 'object' || value === null) return []
  const { type, name } = value as { type?: unknown; name?: { name?: string } }
  return [...type === 'table' && name?.name !== undefined ? [name.name] : [], ...Object.values(value).flatMap(tablesOf)]
}

/** The table that a statement writes to; undefined where that cannot be told. */
export function tableWritten(sql: string): string | undefined {
  const into = sql.toLowerCase().indexOf(' into ')
  const first = sql.trimStart().slice(0, 'replace'.length).toLowerCase()
  // `INSERT OR IGNORE`, `INSERT IGNORE`, `REPLACE` are words of other databases.
  const statement = statementOf(into > 0 && (first.startsWith('insert') || first === 'replace') ? `insert${sql.slice(into)}` : sql)
  if (statement?.type === 'insert') return statement.into.name
  if (statement?.type === 'update') return statement.table.name
  return statement?.type === 'delete' ? statement.from.name : undefined
}
