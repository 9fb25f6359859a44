/** Turns a SELECT of counts, sums and the like for one key into one by groups, and tells what numbers of nothing are. */
import type { Expr } from 'pgsql-ast-parser'
import { keyedBy, shown, type Asking, type KeyedSelect } from './keyed.ts'
import type { NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { statementOf, tablesOf } from './sql.ts'

/** What a column of the one row is where no rows are found. `0?`: a number, or its text. */
export type Nothing = '0' | '0?' | '\'0\'' | 'null' | 'false' | { text: string }

/** `SELECT count(*) …` for one key as one for many, by groups; `typeOf`: the declared type of a column. */
export function keyedNumbers(sql: string, asking: Asking, typeOf: (column: string) => string | undefined): KeyedSelect | undefined {
  const keyed = keyedBy(sql, asking)
  if (!keyed) return undefined
  const { select, keys, edits, word, columnsEnd, end, table } = keyed
  if (select.groupBy || select.having || select.distinct || select.for || select.orderBy || select.limit) return undefined
  const doubts: string[] = []
  const columns: string[] = []
  for (const { expr, alias } of select.columns!) {
    const name = alias?.name ?? (asking.dialect === 'postgresql' ? ownName(expr) : undefined)
    const nothing = nothingOf(expr, asking.dialect)
    if (name === undefined || nothing === undefined || keys.some(({ property }) => property === name)) return undefined
    const declared = typeOf(name)
    const isNumber = nothing === '0?' && declared === undefined
    if (isNumber) doubts.push(`\`${name}\` of nothing may be a number`)
    const value = typeof nothing === 'object' ? nothing.text : nothing === '0?' ? (declared?.split('|')[0]?.trim() === 'string' ? '\'0\'' : '0') : nothing
    columns.push(`${name}: ${value}`)
  }
  const texts = keys.map(({ text }) => text).join(', ')
  const isCount = select.columns!.every(({ expr }) => isCounted(expr))
  return {
    table, tables: tablesOf(select), keys: keys.map(({ column, property }) => ({ column, property, hidden: true })), single: true, firstOnly: false, marked: false, cast: false,
    edits: [...edits, { start: columnsEnd, end: columnsEnd, text: `, ${keys.map(key => shown(key, word)).join(', ')}` }, { start: end, end, text: ` ${word('group by')} ${texts}` }],
    nothing: `{ ${columns.join(', ')} }`, isCount, doubts,
  }
}

const isCounted = (expression: Expr): boolean => (expression.type === 'cast' ? isCounted(expression.operand) : expression.type === 'call' && expression.function.name === 'count')

/** How PostgreSQL calls a column without a name. */
function ownName(expression: Expr): string | undefined {
  if (expression.type === 'cast') return ownName(expression.operand)
  return expression.type === 'call' ? expression.function.name : undefined
}

/** A number over rows as it is where there are none, in code: of several forms the one of its declared type. */
export interface NumberOfNone { nothing: string; isCount: boolean; /** The database may give another form. */ isOdd?: true }

export function numberOfNone(sql: string, provider: string | undefined, declared: string | undefined): NumberOfNone | undefined {
  const statement = statementOf(`select ${sql}`)
  const [column, ...more] = statement?.type === 'select' ? statement.columns ?? [] : []
  if (!column || column.alias || more.length > 0) return undefined
  const dialect = provider === 'mysql' || provider === 'sqlite' ? provider : 'postgresql'
  const nothing = nothingOf(column.expr, dialect)
  if (nothing === undefined) return undefined
  const isCount = isCounted(column.expr)
  if (typeof nothing === 'object') return { nothing: nothing.text, isCount }
  return nothing === 'null' || nothing === 'false' ? { nothing, isCount } : inForm(nothing, provider, declared, isCount)
}

/** The same by what a builder's function gives for no rows: `0` for all that counts, `null`. */
export const numberNamed = (nothing: string, provider: string | undefined, declared: string | undefined): NumberOfNone =>
  (nothing === '0' ? inForm(provider === 'postgresql' ? '\'0\'' : '0', provider, declared, true) : { nothing, isCount: false })

function inForm(nothing: string, provider: string | undefined, declared: string | undefined, isCount: boolean): NumberOfNone {
  const type = declared?.split('|')[0]?.trim()
  const text = type === 'string' ? '\'0\'' : type === 'number' || nothing === '0?' ? '0' : nothing
  return { nothing: text, isCount, ...(nothing !== text || provider === undefined) && { isOdd: true as const } }
}

/** The same for a tagged template: sql<number>`count(*)`. */
export function numberInTag(source: Source, id: NodeId, provider: string | undefined): NumberOfNone | undefined {
  const tagged = source.as(id, 'tagged')
  const [type] = tagged?.types ?? []
  return tagged && numberOfNone(tagged.texts.map((text, index) => (index === 0 ? text : `$${index}${text}`)).join(''), provider, type === undefined ? undefined : source.textOf(type))
}

const ofNone = new Set(['sum', 'avg', 'min', 'max', 'string_agg', 'array_agg', 'json_agg', 'jsonb_agg', 'group_concat', 'json_group_array', 'bool_or', 'bool_and', 'stddev', 'variance'])
/** They give null for null. */
const strict = new Set(['round', 'floor', 'ceil', 'ceiling', 'abs', 'date', 'to_char', 'lower', 'upper'])
const numeric = new Set(['int', 'int2', 'int4', 'integer', 'smallint', 'float', 'float4', 'float8', 'real', 'double precision', 'signed', 'unsigned'])
const textual = new Set(['text', 'varchar', 'bigint', 'int8', 'numeric', 'decimal'])

export function nothingOf(expression: Expr, dialect: Asking['dialect']): Nothing | undefined {
  if (expression.type === 'cast') {
    const inner = nothingOf(expression.operand, dialect)
    const to = 'name' in expression.to ? expression.to.name : ''
    if (inner === 'null') return 'null'
    if (inner !== '0' && inner !== '0?' && inner !== '\'0\'') return undefined
    if (numeric.has(to)) return '0'
    return textual.has(to) ? (dialect === 'postgresql' || to === 'text' ? '\'0\'' : '0?') : undefined
  }
  if (expression.type === 'binary' && expression.op === '>' && isCounted(expression.left) && expression.right.type === 'integer') return dialect === 'postgresql' ? 'false' : '0'
  if (expression.type !== 'call' || expression.over) return undefined
  const name = expression.function.name.toLowerCase()
  const [first, second] = expression.args
  if (name === 'count') return dialect === 'postgresql' ? '\'0\'' : '0'
  if (name === 'total' && dialect === 'sqlite') return '0'
  // A list is no null for these databases' own functions.
  if (ofNone.has(name)) return name === 'json_group_array' ? { text: '\'[]\'' } : 'null'
  if (strict.has(name) && first) return nothingOf(first, dialect) === 'null' ? 'null' : undefined
  if (!['coalesce', 'ifnull'].includes(name) || expression.args.length !== 2 || !first || nothingOf(first, dialect) !== 'null') return undefined
  if (second!.type === 'integer') return second!.value !== 0 ? undefined : dialect === 'sqlite' ? '0' : '0?'
  if (second!.type === 'numeric') return second!.value !== 0 ? undefined : dialect === 'sqlite' ? '0' : '0?'
  return second!.type === 'string' && !second!.value.includes('\'') && !second!.value.includes('\\') ? { text: `'${second!.value}'` } : undefined
}
