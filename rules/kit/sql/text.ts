/** The SQL of a call as one text with numbered parameters, and the way back to where each letter stands in the file. */
import type { NodeId } from '../facts.ts'
import type { ManyBySql } from '../library.ts'
import type { Source } from '../source.ts'
import { isPlainObject, propertyOf, stepsOf } from '../code/code.ts'
import { keptStatement, type KeptStatement } from './kept-statement.ts'

export interface SqlText {
  /** With `$1`, `$2` … for parameters, whatever the driver writes. */
  sql: string
  /** For each offset in `sql`, the one in the file. */
  at: number[]
  /** The values, the first for `$1`. */
  values: NodeId[]
  /** The call that made the statement, where the query is made on a name for it. */
  made?: KeptStatement & { name: NodeId }
  /** The text is that of a statement, whose type arguments tell of its rows. */
  statement?: true
  /** The node of the whole query on which edits work besides the text: where the text is an own argument, its call. */
  text: NodeId
}

export function sqlOf(source: Source, query: NodeId, many: ManyBySql): SqlText | undefined {
  if (many.text === 'template') return ofTemplate(source, query)
  const call = source.as(query, 'call')
  if (!call || call.optional || call.arguments.some(each => source.node(each).kind === 'spread')) return undefined
  if (many.text === 'made') return ofStatement(source, call.callee, many.values === 'arguments' ? call.arguments : undefined)
  if (!stepsOf(source, call.callee)) return undefined
  const [first] = call.arguments
  const object = source.as(first ?? -1, 'object')
  if (object && many.object) {
    if (call.arguments.length !== 1 || !isPlainObject(object) || object.properties.length !== 2) return undefined
    return ofText(source, propertyOf(object, many.object.text)?.value ?? -1, elementsOf(source, propertyOf(object, many.object.values)?.value ?? -1))
  }
  if (typeof many.values === 'object') return many.text < many.values.from ? ofText(source, call.arguments[many.text] ?? -1, call.arguments.slice(many.values.from)) : undefined
  if (typeof many.values !== 'number' || call.arguments.length !== Math.max(many.text, many.values) + 1) return undefined
  return ofText(source, call.arguments[many.text]!, elementsOf(source, call.arguments[many.values]!))
}

function elementsOf(source: Source, id: NodeId): NodeId[] | undefined {
  const array = source.as(id, 'array')
  return array?.elements.some(each => source.node(each).kind === 'spread') ? undefined : array?.elements
}

/** sql`select … where id = ${id}`; pieces of further SQL inside of it are no values. */
function ofTemplate(source: Source, query: NodeId): SqlText | undefined {
  const node = source.as(query, 'tagged')
  if (!node || !stepsOf(source, node.tag)) return undefined
  if (node.values.some(each => ['tagged', 'call', 'conditional'].includes(source.node(each).kind))) return undefined
  const open = source.text.indexOf('`', source.node(node.tag).end)
  if (open < 0 || source.text.slice(open, node.end).includes('\\')) return undefined
  let sql = ''
  const at: number[] = []
  const add = (text: string, place: number, moves: boolean) => {
    for (let i = 0; i < text.length; i++) at.push(moves ? place + i : place)
    sql += text
  }
  let from = open + 1
  for (const [index, value] of node.values.entries()) {
    const start = source.text.lastIndexOf('${', source.node(value).start)
    const end = source.text.indexOf('}', source.node(value).end) + 1
    if (start < from || !isWritten(source.text.slice(from, start), node.texts[index]!) || end === 0) return undefined
    add(source.text.slice(from, start), from, true)
    add(`$${index + 1}`, start, false)
    from = end
  }
  add(source.text.slice(from, node.end - 1), from, true)
  at.push(node.end - 1)
  return { sql, at, values: [...node.values], text: query }
}

/** `db.prepare('…').get(id)`, `find.get(id)` with `const find = db.prepare('…')`, `….bind(id).first()`. */
function ofStatement(source: Source, callee: NodeId, given: readonly NodeId[] | undefined): SqlText | undefined {
  let holder = source.as(callee, 'member')?.object ?? -1
  if (given === undefined) {
    const bind = source.as(holder, 'call')
    const member = bind && source.as(bind.callee, 'member')
    // `first('name')` gives a column alone.
    if (!bind || member?.name !== 'bind' || source.as(source.node(callee).parent, 'call')!.arguments.length > 0 || bind.arguments.some(each => source.node(each).kind === 'spread')) return undefined
    given = bind.arguments
    holder = member.object
  }
  const kept = keptStatement(source, holder)
  const made = kept?.call ?? holder
  const call = source.as(made, 'call')
  if (!call || call.arguments.length !== 1 || !stepsOf(source, call.callee)) return undefined
  const text = ofText(source, call.arguments[0]!, [...given])
  return text && { ...text, statement: true, ...kept && { made: { name: holder, ...kept } } }
}

/** A text in quotes, or a template without holes, as it stands. */
function ofText(source: Source, id: NodeId, values: NodeId[] | undefined): SqlText | undefined {
  const node = source.node(id)
  const value = node?.kind === 'text' ? node.value : node?.kind === 'template' && node.values.length === 0 ? node.texts[0] : undefined
  // Only where the text stands in the file as it is, without escapes, do its offsets fit.
  const written = node ? source.text.slice(node.start + 1, node.end - 1) : ''
  if (value === undefined || !values || !isWritten(written, value)) return undefined
  return { ...numbered(written, node!.start + 1), values, text: id }
}

/** Without escapes, that is; in templates a line's end is one sign whatever the file has. */
const isWritten = (written: string, value: string): boolean => written.replaceAll('\r\n', '\n') === value

/** `?` as `$1`, `?2` as `$2`; a back tick as the quotes that the parser knows. */
function numbered(text: string, start: number): { sql: string; at: number[] } {
  let sql = ''
  const at: number[] = []
  let count = 0
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!
    if (quote !== '') {
      if (letter === quote) quote = ''
    } else if (letter === '\'' || letter === '"' || letter === '`') {
      quote = letter
    } else if (letter === '?') {
      let end = i + 1
      while (text[end]! >= '0' && text[end]! <= '9') end++
      const name = `$${end > i + 1 ? text.slice(i + 1, end) : ++count}`
      for (let letters = 0; letters < name.length; letters++) at.push(start + i)
      sql += name
      i = end - 1
      continue
    }
    at.push(start + i)
    sql += letter === '`' ? '"' : letter
  }
  at.push(start + text.length)
  return { sql, at }
}
