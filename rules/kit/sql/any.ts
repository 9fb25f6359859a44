/** Turns `SELECT EXISTS (SELECT … WHERE room_id = $1)` into one row for each key of which there is any. */
import type { TextEdit } from '../rule.ts'
import { keyedBy, keywordBefore, shown, type Asking, type KeyedSelect } from './keyed.ts'
import { statementOf, tablesOf } from './sql.ts'

export function keyedAny(sql: string, asking: Asking): KeyedSelect | undefined {
  const outer = statementOf(sql)
  const [only, ...more] = outer?.type === 'select' && !outer.from?.length && !outer.where ? outer.columns ?? [] : []
  const call = only?.expr
  const inner = call?.type === 'call' && call.function.name === 'exists' ? call.args[0] as { _location?: { start: number; end: number } } | undefined : undefined
  const span = inner?._location
  const name = only?.alias?.name ?? (asking.dialect === 'postgresql' ? 'exists' : undefined)
  if (more.length > 0 || !span || name === undefined || sql.slice(0, span.start).trimEnd().at(-1) !== '(') return undefined
  const text = sql.slice(span.start, span.end)
  const keyed = keyedBy(text, asking)
  if (!keyed) return undefined
  const { select, keys, edits, word, columnsEnd, table, end } = keyed
  if (select.groupBy || select.having || select.for || select.limit?.offset || keys.some(({ property }) => property === name)) return undefined
  const first = select.columns![0]!._location!.start
  const distinct = text.slice(0, first).toLowerCase().includes('distinct') ? '' : `${word('distinct')} `
  const sorted = select.orderBy?.[0]?.by._location?.start
  const tail = sorted !== undefined ? keywordBefore(text, sorted, 'order by') : select.limit ? keywordBefore(text, select.limit.limit?._location?.start, 'limit') : end
  if (tail === undefined) return undefined
  const ofInner: TextEdit[] = [
    ...edits, { start: first, end: columnsEnd, text: `${distinct}${keys.map(key => shown(key, word)).join(', ')}, ${word('true')} ${word('as')} ${name}` },
    { start: text.slice(0, tail).trimEnd().length, end: text.length, text: '' },
  ]
  return {
    table, tables: tablesOf(select), keys: keys.map(({ column, property }) => ({ column, property, hidden: true })), single: true, firstOnly: false, marked: false, cast: false,
    edits: [{ start: 0, end: span.start, text: '' }, ...ofInner.map(edit => ({ ...edit, start: edit.start + span.start, end: edit.end + span.start })), { start: span.end, end: sql.length, text: '' }],
    nothing: `{ ${name}: ${asking.dialect === 'postgresql' ? 'false' : '0'} }`, isAny: true, doubts: [],
  }
}
