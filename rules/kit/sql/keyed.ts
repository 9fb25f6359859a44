/** Turns a SELECT for one key, or for several that belong together, into one for many. */
import type { Expr, SelectedColumn, SelectFromStatement } from 'pgsql-ast-parser'
import type { TextEdit } from '../rule.ts'
import { conjuncts, countOf, listEdits, statementOf, tablesOf, type ListForm } from './sql.ts'

export interface SqlKey {
  column: string
  /** The property under which rows hold it. */
  property: string
  /** It is not among the columns that were asked for. */
  hidden: boolean
}

export interface KeyedSelect {
  table: string
  tables: string[]
  /** What is compared with the parameters, in their order. */
  keys: SqlKey[]
  /** The new text gives one row at most for each key. */
  single: boolean
  /** Of the rows of a key the code must look at the first only. */
  firstOnly: boolean
  /** Rows have columns that nobody may see, besides hidden keys. */
  marked: boolean
  /** A parameter is cast, so that its list form is as well. */
  cast: boolean
  /** Turns the text into one for many keys; with the keys among its columns. */
  edits: TextEdit[]
  /** What a key without rows has: the row that numbers of nothing are. */
  nothing?: string
  /** Those are counts, and nothing else. */
  isCount?: boolean
  /** It is told whether there is any. */
  isAny?: true
  doubts: string[]
}

export interface Asking {
  /** The parameters that hold the keys: `$number`. */
  numbers: readonly number[]
  form: ListForm
  dialect: 'postgresql' | 'mysql' | 'sqlite'
  /** Whoever asks takes the first row: by the driver's method, or out of the rows. */
  takes: 'row' | 'first' | 'rows'
  /** Nobody sees which columns there are. */
  isUnseen: boolean
}

export interface Keyed {
  select: SelectFromStatement
  keys: (SqlKey & { text: string; value: Expr })[]
  table: string
  edits: TextEdit[]
  word(text: string): string
  /** Where the columns end, and the whole text. */
  columnsEnd: number
  end: number
}

/** The rows of a SELECT whose conditions name the keys; undefined for everything else. */
export function keyedSelect(sql: string, asking: Asking): KeyedSelect | undefined {
  const keyed = keyedBy(sql, asking)
  if (!keyed || keyed.select.having && !keyed.select.groupBy) return undefined
  const { select, keys, edits, word, columnsEnd, end, table } = keyed
  const columns = select.columns ?? []
  const isGrouped = (select.groupBy?.length ?? 0) > 0
  if (columns.length === 0 || !columns.every(({ expr }) => isOfItsRow(expr, isGrouped))) return undefined
  if (Array.isArray(select.distinct) || select.for || select.limit?.offset) return undefined
  const limit = select.limit?.limit
  if (select.limit && limit?.type !== 'integer') return undefined
  const most = limit?.type === 'integer' ? limit.value : undefined
  const sorted = (select.orderBy?.length ?? 0) > 0
  const sortedAt = sorted ? keywordBefore(sql, select.orderBy![0]!.by._location?.start, 'order by') : undefined
  if (sorted && sortedAt === undefined) return undefined
  const tailAt = sortedAt ?? (select.limit ? keywordBefore(sql, limit?._location?.start, 'limit') : end)
  if (tailAt === undefined || (isGrouped && most !== undefined)) return undefined
  const given = { table, tables: tablesOf(select), keys: keys.map(({ column, property, hidden }) => ({ column, property, hidden })), cast: keys.some(({ value }) => value.type === 'cast') }
  const result: KeyedSelect = { ...given, single: false, firstOnly: false, marked: false, edits, doubts: starDoubts(keyed) }
  const texts = keys.map(({ text }) => text).join(', ')
  const named = (all: Keyed['keys']) => all.map(key => shown(key, word)).join(', ')

  // It is only asked whether there are any: one row for each key tells as much.
  if (asking.isUnseen && !isGrouped && !select.distinct && columns.every(({ expr }) => ['integer', 'boolean', 'null', 'string'].includes(expr.type))) {
    const start = columns[0]!._location!.start
    return { ...result, single: true, edits: [...edits, { start, end: columnsEnd, text: `${word('distinct')} ${named(keys)}` }, ...tailAt < end ? [cut(sql, tailAt, end)] : []] }
  }
  const hidden = keys.filter(each => each.hidden)
  const added = hidden.length === 0 ? '' : `, ${named(hidden)}`
  if (added !== '') edits.push({ start: columnsEnd, end: columnsEnd, text: added })
  if (isGrouped) {
    const last = select.groupBy!.at(-1)!._location
    if (!last || select.distinct) return undefined
    edits.push({ start: last.end, end: last.end, text: `, ${texts}` })
    return result
  }
  const isOwn = keys.length === 1 && keys[0]!.column === 'id' && select.from!.length === 1
  const first = most ?? (asking.takes === 'row' && sorted ? 1 : undefined)
  if (first === undefined) return result
  const limitEdit = most === undefined ? [] : [cut(sql, keywordBefore(sql, limit!._location!.start, 'limit')!, limit!._location!.end)]
  if (isOwn && first === 1) return { ...result, edits: [...edits, ...limitEdit] }
  if (first === 1 && !sorted && asking.takes !== 'rows') return { ...result, firstOnly: true, edits: [...edits, ...limitEdit] }
  if (select.distinct) return undefined
  if (first === 1 && asking.dialect === 'postgresql') {
    const head = columns[0]!._location!.start
    const order = select.orderBy?.[0]?.by._location
    return {
      ...result, single: true,
      edits: [...edits, ...limitEdit, { start: head, end: head, text: `${word('distinct on')} (${texts}) ` }, ...order ? [{ start: order.start, end: order.start, text: `${texts}, ` }] : []],
    }
  }
  const order = orderText(sql, keyed)
  if (order === undefined) return undefined
  const place = `, ROW_NUMBER() OVER (PARTITION BY ${texts}${order}) AS place`
  const rank = word('x') === 'X' ? place : place.toLowerCase().replace(texts.toLowerCase(), texts).replace(order.toLowerCase(), order)
  return {
    ...result, single: first === 1, marked: true, doubts: [...result.doubts, ...asking.dialect === 'mysql' ? ['the server is MySQL 8 or later'] : []],
    edits: [
      { start: 0, end: 0, text: `${word('select * from')} (` }, ...edits.filter(edit => edit.start !== columnsEnd || edit.end !== columnsEnd),
      { start: columnsEnd, end: columnsEnd, text: added + rank },
      { ...cut(sql, tailAt, end), text: `) ${word('as')} ranked ${word('where')} place ${first === 1 ? '=' : '<='} ${first}${first === 1 ? '' : ` ${word('order by')} place`}` },
    ],
  }
}

/** The conditions on the keys, for lists; of one table, or of several that are joined. */
export function keyedBy(sql: string, { numbers, form }: Pick<Asking, 'numbers' | 'form'>): Keyed | undefined {
  const select = statementOf(sql)
  if (select?.type !== 'select' || !select.where || !select.from?.length || !select.columns?.length) return undefined
  const [from] = select.from
  if (from!.type !== 'table' || select.from.some(each => each.type !== 'table')) return undefined
  const edits: TextEdit[] = []
  const keys: Keyed['keys'] = []
  for (const number of numbers) {
    const parameter = `$${number}`
    const found = conjuncts(select.where).flatMap(each => keyAt(sql, each, parameter))
    const [comparison] = found
    const span = comparison?.value._location
    if (countOf(select, parameter) !== 1 || found.length !== 1 || !comparison || !span || (form !== 'any' && comparison.value.type === 'cast')) return undefined
    edits.push(...listEdits(sql, comparison.at.end, span, comparison.value.type === 'cast', form))
    const listed = listedAs(select, comparison)
    const isTaken = select.columns.some(each => nameOf(each) === comparison.name)
    // Of joined tables all columns are given, and the later one of two that are called the same.
    const isAll = select.from.length > 1 && select.columns.some(({ expr }) => expr.type === 'ref' && expr.name === '*' && !expr.table)
    if (listed === undefined && (isTaken || isAll)) return undefined
    keys.push({ column: comparison.column, property: listed ?? comparison.name, hidden: listed === undefined, text: comparison.text, value: comparison.value })
  }
  const start = select.from[0]!._location?.start
  const columnsEnd = keywordBefore(sql, start, 'from')
  if (columnsEnd === undefined || !select.columns.every(each => each._location)) return undefined
  const trimmed = sql.trimEnd()
  const isLoud = sql.includes('SELECT')
  return {
    select, keys, table: from!.type === 'table' ? from!.name.name : '', edits, word: text => (isLoud ? text.toUpperCase() : text),
    columnsEnd: sql.slice(0, columnsEnd).trimEnd().length, end: (trimmed.endsWith(';') ? trimmed.slice(0, -1).trimEnd() : trimmed).length,
  }
}

interface Comparison { column: string; name: string; table: string | undefined; text: string; at: { start: number; end: number }; value: Expr }

const folding = new Set(['lower', 'upper', 'trim', 'date'])

/** `id = $1`, `lower(email) = $1`. `$1 = id` has no list form that reads as well. */
function keyAt(sql: string, expression: Expr, parameter: string): Comparison[] {
  if (expression.type !== 'binary' || expression.op !== '=' || !expression.left._location) return []
  const { left, right } = expression
  const isParameter = right.type === 'parameter' ? right.name === parameter : right.type === 'cast' && right.operand.type === 'parameter' && right.operand.name === parameter
  if (!isParameter) return []
  const at = left._location!
  const text = sql.slice(at.start, at.end)
  if (left.type === 'ref' && left.name !== '*') return [{ column: left.name, name: left.name, table: left.table?.name, text, at, value: right }]
  if (left.type !== 'call' || !folding.has(left.function.name) || left.args.length !== 1) return []
  const [inner] = left.args
  return inner!.type === 'ref' && inner!.name !== '*' ? [{ column: inner!.name, name: `${left.function.name}_${inner!.name}`, table: undefined, text, at, value: right }] : []
}

/** The key as a column. */
export const shown = ({ text, property, column, hidden }: Keyed['keys'][number], word: Keyed['word']): string =>
  (hidden && property !== column ? `${text} ${word('as')} ${property}` : text)

const nameOf = ({ alias, expr }: SelectedColumn): string => alias?.name ?? (expr.type === 'ref' ? expr.name : '')

/** The property under which the columns show it; undefined where they do not. */
function listedAs({ columns, from }: SelectFromStatement, { column, name, table }: Comparison): string | undefined {
  if (column !== name) return undefined
  for (const each of columns!) {
    const { expr } = each
    if (expr.type !== 'ref' || (expr.table && table !== undefined && expr.table.name !== table)) continue
    if (expr.name === '*' && (from!.length === 1 || (expr.table && expr.table.name === table))) return column
    if (expr.name === column && (from!.length === 1 || expr.table?.name === table)) return each.alias?.name ?? column
  }
  return undefined
}

/** Beside all columns of a table, one of another may have the same name. */
const starDoubts = ({ select, keys }: Keyed): string[] => {
  const isStar = select.columns!.some(({ expr }) => expr.type === 'ref' && expr.name === '*')
  return isStar ? keys.filter(({ hidden }) => hidden).map(({ property }) => `no other column is called \`${property}\``) : []
}

/** Functions whose value hangs on nothing but what they are given. */
const scalar = new Set([
  'abs', 'cast', 'ceil', 'ceiling', 'char_length', 'coalesce', 'concat', 'date', 'date_format', 'date_trunc', 'datetime', 'extract', 'floor', 'format', 'greatest', 'ifnull', 'json_extract',
  'jsonb_extract_path', 'least', 'left', 'length', 'lower', 'ltrim', 'nullif', 'replace', 'right', 'round', 'rtrim', 'split_part', 'strftime', 'substr', 'substring', 'time', 'to_char', 'trim',
  'unixepoch', 'upper', 'year',
])

/** No value that hangs on other rows: aggregates (unless rows are grouped), window functions. */
function isOfItsRow(expression: Expr, isGrouped: boolean): boolean {
  const of = (each: Expr | null | undefined) => each === null || each === undefined || isOfItsRow(each, isGrouped)
  switch (expression.type) {
    case 'ref': case 'integer': case 'numeric': case 'string': case 'boolean': case 'null': case 'parameter': case 'constant': case 'keyword': return true
    case 'cast': case 'unary': case 'member': return of(expression.operand)
    case 'binary': return of(expression.left) && of(expression.right)
    case 'call': return !expression.over && (isGrouped || scalar.has(expression.function.name.toLowerCase())) && expression.args.every(of)
    case 'extract': return of(expression.from)
    case 'case': return of(expression.value) && of(expression.else) && expression.whens.every(each => of(each.when) && of(each.value))
    default: return false
  }
}

/** ` ORDER BY created_at DESC` for a window; undefined where it sorts by what a window does not know. */
function orderText(sql: string, { select }: Keyed): string | undefined {
  const order = select.orderBy ?? []
  if (order.length === 0) return ''
  const aliases = new Set(select.columns!.flatMap(({ alias }) => (alias ? [alias.name] : [])))
  if (order.some(({ by }) => by.type !== 'ref' || (!by.table && aliases.has(by.name)))) return undefined
  const start = keywordBefore(sql, order[0]!.by._location?.start, 'order by')
  const stop = order.at(-1)!._location?.end
  return start === undefined || stop === undefined ? undefined : ` ${sql.slice(start, stop)}`
}

/** Where the words stand that come before an offset. */
export function keywordBefore(sql: string, offset: number | undefined, words: string): number | undefined {
  if (offset === undefined) return undefined
  let at = offset
  for (const word of words.split(' ').reverse()) {
    const before = sql.slice(0, at).trimEnd()
    if (!before.toLowerCase().endsWith(word)) return undefined
    at = before.length - word.length
  }
  return at
}

/** Takes a part away with the blank before it. */
const cut = (sql: string, start: number, end: number): TextEdit => ({ start: sql.slice(0, start).trimEnd().length, end, text: '' })
