/** Queries that are written in SQL: `pool.query('SELECT * FROM users WHERE id = $1', [id])`. */
import type { NodeId } from '../facts.ts'
import type { ManyBySql } from '../library.ts'
import type { Reached, TextEdit } from '../rule.ts'
import type { Batch } from './batch.ts'
import type { Source } from '../source.ts'
import { usesOf } from '../code/code.ts'
import { declines } from './declines.ts'
import { breakArguments, breakChain, insert, moved, replaceNode } from '../edits/edit.ts'
import { addImport, type Added } from '../edits/imports.ts'
import { camel, singular } from '../edits/names.ts'
import { isSteady, keyAt, perItem } from './per-item.ts'
import { isOwnKey, keyDoubts, sharingDoubts } from './row-sharing.ts'
import { rowText, rowsTaken } from '../sql/rows.ts'
import { keyedAny } from '../sql/any.ts'
import { statementBeside } from '../sql/kept-statement.ts'
import { keyedSelect, type Asking, type KeyedSelect } from '../sql/keyed.ts'
import { keyedNumbers } from '../sql/numbers.ts'
import { meanwhileInSql } from '../sql/meanwhile.ts'
import { sqlOf, type SqlText } from '../sql/text.ts'
import { indentAt, quoted, styleOf } from '../edits/style-of.ts'
import { walkedFacts, memberType, resolved } from '../code/types.ts'

type Read = (sql: string, asking: Asking, row: (column: string) => string | undefined) => KeyedSelect | undefined

export const batchBySql = (reached: Reached): Batch | undefined => ofSql(reached, (sql, asking) => keyedAny(sql, asking) ?? keyedSelect(sql, asking), 'rows')

/** The numbers of each item, as one query by groups. */
export const groupsBySql = (reached: Reached): Batch | undefined => ofSql(reached, keyedNumbers, 'numbers')

/** More keys together than these are no key any more. */
const mostKeys = 3

function ofSql(reached: Reached, read: Read, of: 'rows' | 'numbers'): Batch | undefined {
  const { many } = reached.call.facts
  if (many?.style !== 'sql') return undefined
  const item = perItem(reached, 'reads')
  if (!item) return undefined
  const { source, query } = item
  const text = sqlOf(source, query, many)
  if (!text) return declines(reached, 'the text of the query is not written out')
  const values = text.values.filter(each => !isSteady(item, each))
  const keys = values.map(value => keyAt(item, value)).filter(each => each !== undefined)
  const [key] = keys
  if (!key || keys.length < values.length || keys.length > mostKeys || (keys.length > 1 && keys.some(({ steps }) => steps.length > 0))) return declines(reached, 'its values are not keys of the items')
  const rows = rowsTaken(item, many)
  if (!rows) return declines(reached, 'it cannot be seen how the rows are taken out of the result')
  const isRow = many.missing !== 'rows'
  const select = read(text.sql, {
    numbers: values.map(value => text.values.indexOf(value) + 1), form: many.list, dialect: many.dialect, takes: isRow ? 'row' : rows.isFirst ? 'first' : 'rows', isUnseen: rows.isRead,
  }, column => columnType(source, query, column))
  if (!select) return of === 'rows' ? declines(reached, 'no text for many keys is known') : undefined

  const isHidden = select.keys.some(({ hidden }) => hidden)
  const strips = isHidden && !rows.isRead
  if ((select.firstOnly && !isRow && !rows.isFirst) || (select.marked && !rows.isRead)) return declines(reached, 'somebody would see further rows or columns')
  if (many.besides && rows.holders.some(each => usesOf(source, each).some(use => many.besides!.includes(source.as(source.node(use).parent, 'member')?.name ?? '')))) return undefined
  const properties = select.keys.map(({ property }) => propertyIn(source, many, property))
  const typed = rowText(item, many, text, select.keys.map((each, index) => ({ ...each, property: properties[index]! })), values)
  if (!typed) return declines(reached, 'the type of its rows does not show the key')

  const list = walkedFacts(source, item.list)
  const isOfQuery = list.query !== undefined && String(list.way[0] ?? '') === many.rows
  const doubts = keys.map((each, index) => keyDoubts(item, each, list, select.keys[index]!.column, isOfQuery))
  const sharing = sharingDoubts(item, rows.holders, rows.isRead)
  const client = clientOf(source, query, text)
  if (client === undefined) return undefined
  const meanwhile = meanwhileInSql(reached, item, many, client, select.tables)
  if (meanwhile === 'stop') return declines(reached, 'the turns write to what is read')
  if (doubts.includes(undefined) || !sharing) return undefined
  const isUnique = keys.length === 1 && isOwnKey(select.keys[0]!.column)
  // Texts that differ by case or by blanks at their end are one and the same to such a database.
  const isFolded = many.dialect === 'mysql' && !isUnique
  const isGrouped = select.nothing === undefined && !(isRow && (isUnique || select.single))
  const also = keys.slice(1).map((each, index) => ({ key: each, property: properties[index + 1]! }))
  const { nothing } = select
  if (nothing !== undefined && rows.counts) return undefined
  const other = otherFunction(source, query, many)
  if (other === 'unknown') return declines(reached, 'what gives all rows cannot be reached')
  return {
    item, key, list, word: `${singular(camel(select.table))}${nothing === undefined || select.isAny ? '' : select.isCount ? 'Count' : 'Total'}`, property: properties[0]!, grouped: isGrouped, asText: true,
    skipsMissing: false, doubts: [...new Set([...doubts.flatMap(each => each!), ...isFolded ? [''] : [], ...meanwhile, ...sharing, ...select.cast ? [''] : [], ...select.doubts])],
    ...also.length > 0 && { also }, ...strips && { strips: properties.filter((_, index) => select.keys[index]!.hidden) },
    ...(many.sync && { sync: true }), ...(many.list === 'in' && { namesKeys: true }), ...(many.besides && { isMoreThanArray: true }), behind: typed.behind,
    join(given, all) {
      const joined = joinEdits(source, query, many, text, select, values.map((value, index) => ({ value, keys: index === 0 ? given : all?.each[index] ?? given })), typed.types, other?.local)
      return joined && { ...joined, elsewhere: [...joined.elsewhere, ...other?.edits ?? []] }
    },
    breaks: outer => (many.text === 'made' ? breakChain(source, query, outer) : source.node(query).kind === 'call' ? breakArguments(source, query, outer) : []),
    pattern: name => patternOf(isRow ? many.callRows ?? '' : many.rows, name),
    use: found => (nothing === undefined ? rows.use(`${found}${isRow && isGrouped ? '?.[0]' : ''}${isRow && typed.isSure ? '!' : ''}`)
      : counted(rows.use, found, nothing.replaceAll('\'', quoted(styleOf(source), '').slice(0, 1)), source.node(source.node(item.lookup).parent).kind !== 'declare')),
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

type Joined = ReturnType<Batch['join']>

/** The text for many keys, the keys where the key stood, and the method that gives many rows. */
function joinEdits(source: Source, query: NodeId, many: ManyBySql, text: SqlText, select: KeyedSelect, given: { value: NodeId; keys: string }[], types: TextEdit[], other: string | undefined): Joined {
  const inText = select.edits.map(edit => ({ ...edit, start: text.at[edit.start]!, end: text.at[edit.end]! }))
  const tag = source.as(query, 'tagged')
  if (tag && many.call !== undefined) return { inside: asCall(source, query, many.call, text, inText, given, types), elsewhere: [] }
  // No value at all is no list for MySQL; one without a value finds nothing.
  const written = (keys: string) => (many.list === 'json' ? `JSON.stringify(${keys})` : many.list === 'in' ? `${keys}.length > 0 ? ${keys} : [null]` : many.list === 'tag' ? `${source.textOf(tag!.tag)}(${keys})` : keys)
  const edits: TextEdit[] = given.map(({ value, keys }) => replaceNode(source, value, written(keys)))
  const callee = source.as(source.as(query, 'call')?.callee ?? -1, 'member')
  if (many.call !== undefined && callee) edits.push({ start: callee.nameStart, end: callee.end, text: many.call })
  else if (other !== undefined) edits.push(replaceNode(source, source.as(query, 'call')!.callee, other))
  if (!text.made) return { inside: [...edits, ...inText, ...types], elsewhere: [] }
  const { start, end } = source.node(text.made.call)
  const isMade = (edit: TextEdit) => edit.start >= start && edit.end <= end
  const ofMade = [...inText, ...types.filter(isMade)]
  const others = [...edits, ...types.filter(edit => !isMade(edit))]
  if (text.made.beside) {
    const beside = statementBeside(source, text.made, ofMade, types)
    return beside && { inside: [...others, replaceNode(source, text.made.name, `this.${beside.name}`)], elsewhere: beside.edits }
  }
  const whole = moved(source, text.made.call, ofMade, indentAt(source.text, source.node(query).start))
  return { inside: [...others, replaceNode(source, text.made.name, (text.made.prefix ?? '') + whole)], elsewhere: [] }
}

/** The function that gives all rows, where a function of the workspace is called by its name. */
function otherFunction(source: Source, query: NodeId, { call }: ManyBySql): Added | undefined | 'unknown' {
  const callee = source.as(source.as(query, 'call')?.callee ?? -1, 'name')
  if (call === undefined || !callee) return undefined
  const binding = source.facts.bindings[callee.binding]
  if (!binding) return 'unknown'
  if (binding.import < 0) return source.facts.bindings.filter(({ name }) => name === call).length === 1 ? { edits: [], local: call } : 'unknown'
  return addImport(source, source.facts.imports[binding.import]!.from, call)
}

/** sql`… = ${id}` as `sql.query('… = any($1)', [ids])`. */
function asCall(source: Source, query: NodeId, method: string, text: SqlText, inText: TextEdit[], given: { value: NodeId; keys: string }[], types: TextEdit[]): TextEdit[] {
  const { tag, end } = source.as(query, 'tagged')!
  const style = styleOf(source)
  const start = source.text.indexOf('`', source.node(tag).end)
  const member = source.as(tag, 'member')
  const outer = indentAt(source.text, source.node(query).start)
  const inner = style.newline + outer + style.indent
  const isLong = source.text.slice(start, end).includes('\n') || outer.length + end - source.node(query).start + 20 > style.width
  const [before, between, behind] = isLong ? [inner, inner, style.trailingComma + style.newline + outer] : ['', ' ', '']
  const list = text.values.map(value => given.find(each => each.value === value)?.keys ?? source.textOf(value)).join(', ')
  return [
    replaceNode(source, tag, `${source.textOf(member?.name === 'sql' ? member.object : tag)}.${method}`), ...types, ...inText, insert(start, `(${before}`),
    ...text.values.map((value, index) => ({ start: source.text.lastIndexOf('${', source.node(value).start), end: source.text.indexOf('}', source.node(value).end) + 1, text: `$${index + 1}` })),
    insert(end, `,${between}[${list}]${behind})`),
  ]
}

/** The declared type of a column, where the query's own type arguments show it. */
function columnType(source: Source, query: NodeId, column: string): string | undefined {
  const [row] = (source.as(query, 'call') ?? source.as(query, 'tagged'))?.types ?? []
  if (row === undefined) return undefined
  const member = memberType(source, source.as(resolved(source, row), 'type-array')?.element ?? row, column)
  return member && source.textOf(member.type)
}

/** Postgres.js can be told to read `author_id` as `authorId`: then the file says so. */
function propertyIn(source: Source, many: ManyBySql, column: string): string {
  const name = camel(column)
  if (!many.besides || name === column) return column
  const isRead = (each: string) => source.facts.nodes.some(node => (node.kind === 'member' && node.name === each) || (node.kind === 'type-object' && node.properties.some(({ key }) => key === each)))
  return isRead(name) && !isRead(column) ? name : column
}

/** `pool` of `pool.query(…)`, `sql` of sql`…`, `db` of `db.prepare(…).get(id)`; a function of the workspace that hands it on is its own. */
function clientOf(source: Source, query: NodeId, text: SqlText): NodeId | undefined {
  const tagged = source.as(query, 'tagged')
  if (tagged) return tagged.tag
  const own = text.statement ? source.node(text.text).parent : query
  const callee = source.as(own, 'call')?.callee ?? -1
  return source.as(callee, 'member')?.object ?? (source.as(callee, 'name') ? callee : undefined)
}
