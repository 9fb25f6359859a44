/** Queries that are written in SQL: `pool.query('SELECT * FROM users WHERE id = $1', [id])`. */
import type { NodeId } from '../facts.ts'
import type { ManyBySql } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { Source } from '../source.ts'
import { rootOf, usesOf, within } from '../code/code.ts'
import { breakArguments, breakChain, replaceNode } from '../edits/edit.ts'
import { camel, singular } from '../edits/names.ts'
import { isSteady, keyAt, perItem } from './per-item.ts'
import { disturbances } from '../code/results.ts'
import { isOwnKey, keyDoubts, sharingDoubts } from './row-sharing.ts'
import { rowText, rowsTaken } from '../sql/rows.ts'
import { sqlOf, type SqlText } from '../sql/text.ts'
import { effectOfSql } from '../sql/words.ts'
import { isRead, keyedCount, keyedSelect, type KeyedSelect } from '../sql/sql.ts'
import { quoted, styleOf } from '../edits/style-of.ts'
import { walkedFacts, memberType, resolved } from '../code/types.ts'

type Read = (sql: string, number: number, many: ManyBySql) => KeyedSelect | undefined

export const batchBySql = (reached: Reached): Batch | undefined => ofSql(reached, (sql, number, many) => keyedSelect(sql, number, many.list))

/** The count of each item, as one query by groups. */
export const groupsBySql = (reached: Reached): Batch | undefined => ofSql(reached, (sql, number, many) => keyedCount(sql, number, many.list, many.dialect))

function ofSql(reached: Reached, read: Read): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'sql') return undefined
  const item = perItem(reached, 'reads')
  if (!item) return undefined
  const { source, query } = item
  const text = sqlOf(source, query, many)
  const varying = text?.values.filter(each => !isSteady(item, each)) ?? []
  const [value] = varying
  const key = varying.length === 1 ? keyAt(item, value!) : undefined
  const select = key && read(text!.sql, text!.values.indexOf(value!) + 1, many)
  if (!text || !key || !select) return undefined

  const isRow = many.missing !== 'rows'
  const isUnique = isOwnKey(select.column)
  const rows = rowsTaken(item, many)
  if (!rows || ((select.one || isRow) && select.sorted) || (select.one && !select.nothing && !isRow && !rows.isFirst && !isUnique)) return undefined
  if (select.property === undefined && !rows.isRead) return undefined
  if (many.besides && rows.holders.some(each => usesOf(source, each).some(use => many.besides!.includes(source.as(source.node(use).parent, 'member')?.name ?? '')))) return undefined
  const typed = rowText(item, many, text, select.property ?? select.column)
  if (!typed || !showsKey(source, text, query, select, many)) return undefined

  const list = walkedFacts(source, item.list)
  const doubts = keyDoubts(item, key, list, select.column, list.query !== undefined && String(list.way[0] ?? '') === many.rows)
  const sharing = sharingDoubts(item, rows.holders, rows.isRead)
  const client = clientOf(source, query)
  if (client === undefined) return undefined
  const meanwhile = disturbances(source, within(source, item.turn), query, {
    library: reached.call.library, client,
    writes: other => (writesSql(source, other, many) ? 'yes' : 'no'),
  })
  if (!doubts || !sharing || meanwhile === 'stop' || writesElsewhere(source, item.turn, query, client)) return undefined
  // Texts that differ by case or by blanks at their end are one and the same to such a database.
  if (many.dialect === 'mysql' && !isUnique) doubts.push('')
  const isGrouped = select.nothing === undefined && !(isRow && isUnique)
  return {
    item, key, list, word: `${singular(camel(select.table))}${select.nothing ? 'Count' : ''}`, property: select.property ?? select.column, grouped: isGrouped, asText: true,
    skipsMissing: false, doubts: [...doubts, ...meanwhile, ...sharing, ...select.cast ? [''] : []],
    ...(many.sync && { sync: true }), ...(many.list === 'in' && { namesKeys: true }), ...(many.besides && { isMoreThanArray: true }), behind: typed.behind,
    join: keys => ({ inside: joinEdits(source, query, many, text, select, value!, keys, typed.types), elsewhere: [] }),
    breaks: outer => (many.text === 'made' ? breakChain(source, query, outer) : source.node(query).kind === 'call' ? breakArguments(source, query, outer) : []),
    pattern: name => patternOf(isRow ? many.callRows ?? '' : many.rows, name),
    use: found => (select.nothing === undefined ? rows.use(isRow && isGrouped ? `${found}?.[0]` : found)
      : counted(rows.use, found, select.nothing.replace('\'0\'', quoted(styleOf(source), '0')), source.node(source.node(item.lookup).parent).kind !== 'declare')),
  }
}

/** A count of nothing is a row as well. */
function counted(edits: (found: string) => TextEdit[], found: string, nothing: string, isPart: boolean): TextEdit[] {
  const hole = '@'
  const row = `${found} ?? ${nothing}`
  const one = isPart ? `(${row})` : row
  return edits(hole).map(edit => ({
    ...edit,
    text: edit.text.replace(`${hole}?.[0]`, () => `(${row})`).replace(`${hole} ?? []`, () => `[${row}]`).replace(`${hole} ?? null`, () => one).replace(hole, () => one),
  }))
}

const patternOf = (rows: string, name: string): string => (rows === '' ? name : rows === '0' ? `[${name}]` : `{ ${rows}: ${name} }`)

/** The text for many keys, the keys where the key stood, and the method that gives many rows. */
function joinEdits(source: Source, query: NodeId, many: ManyBySql, text: SqlText, select: KeyedSelect, value: NodeId, keys: string, types: TextEdit[]): TextEdit[] {
  const inText = select.edits.map(edit => ({ ...edit, start: text.at[edit.start]!, end: text.at[edit.end]! }))
  const tag = source.as(query, 'tagged')
  const written = many.list === 'json' ? `JSON.stringify(${keys})`
    // No value at all is no list for MySQL; one without a value finds nothing.
    : many.list === 'in' ? `${keys}.length > 0 ? ${keys} : [null]`
    : many.list === 'tag' ? `${source.textOf(tag!.tag)}(${keys})` : keys
  const edits: TextEdit[] = [replaceNode(source, value, written)]
  const callee = source.as(source.as(query, 'call')?.callee ?? -1, 'member')
  if (many.call !== undefined && callee) edits.push({ start: callee.nameStart, end: callee.end, text: many.call })
  if (!text.made) return [...edits, ...inText, ...types]
  const { start, end } = source.node(text.made.call)
  const made = [...inText, ...types.filter(edit => edit.start >= start && edit.end <= end)].sort((a, b) => a.start - b.start)
  let at = start
  let whole = ''
  for (const edit of made) {
    whole += source.text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return [...edits, replaceNode(source, text.made.name, whole + source.text.slice(at, end)), ...types.filter(edit => edit.start < start || edit.end > end)]
}

/** A declared row must show the key as well; a type that takes any column does. */
function showsKey(source: Source, text: SqlText, query: NodeId, { property, column }: KeyedSelect, many: ManyBySql): boolean {
  const call = source.as(query, 'call') ?? source.as(query, 'tagged')
  const [row] = call?.types ?? []
  if (row === undefined || text.made || many.untyped?.types?.endsWith(source.textOf(row))) return true
  const named = source.as(resolved(source, row), 'type-array')?.element ?? row
  const isObject = source.as(resolved(source, named), 'type-object') !== undefined
  return property !== undefined && (!isObject || memberType(source, named, property ?? column) !== undefined)
}

/** `pool` of `pool.query(…)`, `sql` of sql`…`, `db` of `db.prepare(…).get(id)`; a method that is called by a name has none. */
function clientOf(source: Source, query: NodeId): NodeId | undefined {
  const tagged = source.as(query, 'tagged')
  const callee = source.as(source.as(query, 'call')?.callee ?? -1, 'member')
  if (tagged) return tagged.tag
  return callee && source.node(callee.object).kind === 'call' ? rootOf(source, callee.object) : callee?.object
}

function writesSql(source: Source, call: NodeId, many: ManyBySql): boolean {
  const text = sqlOf(source, call, many)
  return !text || isRead(text.sql) === false || effectOfSql(text.sql) !== 'query'
}

/** Statements of the same client that write: `db.prepare('update …').run(…)`, sql`update …`. */
function writesElsewhere(source: Source, turn: NodeId, query: NodeId, client: NodeId): boolean {
  const name = source.as(rootOf(source, client), 'name')?.name
  return [...within(source, turn)].some(at => {
    const node = source.node(at)
    if ((node.kind !== 'call' && node.kind !== 'tagged') || source.contains(query, at)) return false
    if (node.kind === 'call') return source.as(node.callee, 'member')?.name === 'run'
    return source.as(rootOf(source, at), 'name')?.name === name && effectOfSql(node.texts.join(' ? ')) !== 'query'
  })
}

