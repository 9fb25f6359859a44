/**
 * Writes down a query for all items: the rows before the loop, a map by key, and a look into the map where the query
 * stood. Which query that is, and what it becomes, the three styles say.
 */
import type { NodeId } from '../facts.ts'
import type { FileEdit, TextEdit } from '../rule.ts'
import { within } from '../code/code.ts'
import { awaitsIn, insertBefore, memberText, movedEdit, moveLines, outOfParentheses, replaceNode, rewrite, wrapped } from '../edits/edit.ts'
import { camel, capital, fresh, isIdentifier, plural, singular, takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { elementPattern, listNamed, type Key, type PerItem } from './per-item.ts'
import { arrow, indentAt, styleOf } from '../edits/style-of.ts'
import { isReadonly, type ListFacts } from '../code/types.ts'

export interface Batch {
  item: PerItem
  key: Key
  list: ListFacts
  /** The word for one row, or for many: `user`, `users`. */
  word: string
  /** The property of a row that holds the key. */
  property: string
  /** A list of rows for each key, rather than one row. */
  grouped: boolean
  /** Keys are compared by their text, since both sides may be of different types. */
  asText: boolean
  /** Keys that are null or undefined are left out. */
  skipsMissing: boolean
  doubts: string[]
  /** A list of nothing is an error of the database, so that it must not be asked. */
  failsOnEmpty?: true
  /** The query mentions its keys twice, so that they get a name. */
  namesKeys?: true
  /** The rows are more than an array, so that an empty array is not the same. */
  isMoreThanArray?: true
  /** The query answers at once. */
  sync?: true
  /** How the key is read of a row, where that is not its property. */
  keyIn?(row: string): string
  /** What follows the query in its declaration: ` as User[]`. */
  behind?: string
  /** What turns the query into one for all `keys`: edits inside of it, and elsewhere in the file. */
  join(keys: string): { inside: TextEdit[]; elsewhere: TextEdit[] } | undefined
  /** Edits that give a long query several lines, below one that begins with `outer`. */
  breaks?(outer: string): TextEdit[]
  /** The rows' name in the declaration: `{ rows: users }`; the bare name where it is left out. */
  pattern?(rows: string): string
  /** The rows may be null: an error that nobody looks at. */
  isNullable?: true
  /** What replaces the lookup, given the look into the map and the name of all rows. */
  use(found: string, rows?: string): TextEdit[]
}

/** A lookup that is replaced as a whole. */
export const inPlace = ({ source, lookup }: PerItem, otherwise: string) => (found: string): TextEdit[] => {
  const member = source.as(source.node(lookup).parent, 'member')
  // With `?.` behind it, null and undefined are the same.
  if (member?.optional && otherwise === 'null') return [{ ...outOfParentheses(source, lookup), text: found }]
  return [replaceNode(source, lookup, wrapped(source, lookup, `${found} ?? ${otherwise}`))]
}

export function batchEdits(batch: Batch): FileEdit[] | undefined {
  const { item, key, property, grouped, word } = batch
  const { source, before } = item
  const style = styleOf(source)
  if (style.semicolon === '' && '([`+-/'.includes(source.text[source.node(before).start] ?? '')) return undefined
  const element = elementPattern(item, key)
  if (element === undefined) return undefined

  const taken = takenNames(source, before)
  const { name: list, lines, edits: listEdits } = listNamed(item, taken)
  const many = plural(word)
  const rows = fresh(taken, many, `found${capital(many)}`)
  const map = fresh(taken, `${many}By${capital(camel(property))}`)
  const row = singular(many) === rows ? 'row' : singular(many)
  const text = (id: NodeId) => (batch.asText ? `String(${source.textOf(id)})` : source.textOf(id))

  const { semicolon: end } = style
  const keys = keysNamed(batch, keysText(batch, list, element), lines, taken)
  const joined = batch.join(keys)
  if (!joined) return undefined
  const to = indentAt(source.text, source.node(before).start)
  const from = indentAt(source.text, source.node(item.query).start)
  const { start: queryStart, end: queryEnd } = source.node(item.query)
  const inside = [...joined.inside.map(edit => movedEdit(source, edit, from, to)), ...moveLines(source, queryStart, queryEnd, from, to)]
  const asked = `${batch.failsOnEmpty ? `${keys}.length === 0 ? [] : ` : ''}${batch.sync ? '' : 'await '}`
  const line = (edits: TextEdit[]) => `const ${batch.pattern?.(rows) ?? rows} = ${asked}${rewrite(source, queryStart, queryEnd, edits)}${batch.behind ?? ''}${end}`
  const isLong = to.length + line(inside).length > style.width && !line(inside).includes('\n')
  lines.push(line(isLong ? broken(inside, batch.breaks?.(to) ?? []) : inside))

  const rowKey = batch.keyIn?.(row) ?? `${row}${memberText(source, property)}`
  const keyOfRow = batch.asText ? `String(${rowKey})` : rowKey
  const mapLine = (pairs: string) => {
    const short = `const ${map} = new Map(${pairs})${end}`
    const { newline, indent, trailingComma } = style
    return to.length + short.length <= style.width ? short
      : `const ${map} = new Map(${newline}${to}${indent}${pairs}${trailingComma}${newline}${to})${end}`
  }
  if (grouped) {
    const none = !source.facts.language.startsWith('ts') ? '[]' : batch.isMoreThanArray ? `[] as (typeof ${rows})[number][]` : batch.isNullable ? `[] as NonNullable<typeof ${rows}>` : `[] as typeof ${rows}`
    lines.push(mapLine(`${list}.map(${arrow(style, element, `[${text(key.origin)}, ${none}]`)})`))
    lines.push(`for (const ${row} of ${rows}${batch.isNullable ? ' ?? []' : ''}) ${map}.get(${keyOfRow})?.push(${row})${end}`)
  } else {
    lines.push(mapLine(`${rows}${batch.isNullable ? '?' : ''}.map(${arrow(style, row, `[${keyOfRow}, ${row}]`)})`))
  }
  const turns = [...listEdits, ...batch.use(`${map}.get(${text(key.node)})`, rows)]
  return inFile(source, [insertBefore(source, before, lines), ...withoutPromises(item, turns), ...joined.elsewhere])
}

/** A line's break comes before what is written at its place, and goes where nothing is. */
export function broken(inside: TextEdit[], breaks: TextEdit[]): TextEdit[] {
  const isBefore = (edit: TextEdit) => edit.start === edit.end && inside.some(each => each.start === edit.start && each.text !== '')
  return [...breaks.filter(isBefore), ...inside, ...breaks.filter(edit => !isBefore(edit))]
}

/** Keys that are mentioned twice get a name. */
function keysNamed(batch: Batch, keys: string, lines: string[], taken: Set<string>): string {
  if (!(batch.failsOnEmpty || batch.namesKeys) || keys.split('.').every(isIdentifier)) return keys
  const { source } = batch.item
  const own = source.as(batch.key.origin, 'member')?.name ?? batch.property
  const name = fresh(taken, plural(camel(own)), `${batch.word}Keys`)
  lines.push(`const ${name} = ${keys}${styleOf(source).semicolon}`)
  return name
}

/** The keys of all items: `ids`, or `posts.map(post => post.authorId)`. */
function keysText({ item, key, list, skipsMissing }: Batch, name: string, element: string): string {
  const { source, elements } = item
  const style = styleOf(source)
  const text = source.textOf(key.origin)
  if (skipsMissing) return `${name}.flatMap(${arrow(style, element, `${text} ?? []`)})`
  const isElement = elements.includes(source.as(key.origin, 'name')?.binding ?? -1) && text === element
  if (!isElement) return `${name}.map(${arrow(style, element, text)})`
  return list.array === 'yes' && !isReadonly(source, list) ? name : `[...${name}]`
}

/**
 * The edits of a loop's turns; where the callback of `Promise.all(list.map(async …))` has nothing left to wait for,
 * the promises go as well.
 */
export function withoutPromises(item: PerItem, edits: TextEdit[]): TextEdit[] {
  const { source, map, turn, lookup } = item
  if (!map || !isSettled(item)) return edits
  const whole = source.node(map.awaited ?? map.all)
  const call = source.node(map.call)
  const { text } = source
  const head = text.slice(whole.start, call.start)
  const tail = text.slice(call.end, whole.end)
  // Anything besides the call's own signs would be a comment.
  if (!['await Promise.all(', 'Promise.all('].includes(head.trimEnd()) || ![')', ',)'].includes(withoutBlanks(tail))) return edits

  const callback = source.node(turn)
  const isAsync = source.node(lookup).kind === 'await'
  const after = callback.start + 'async'.length
  const gap = text.slice(after).length - text.slice(after).trimStart().length
  const sync: TextEdit[] = isAsync ? [{ start: callback.start, end: after + gap, text: '' }] : []
  const from = indentAt(text, call.start)
  const to = indentAt(text, whole.start)
  const lines = from.length > to.length ? moveLines(source, call.start, call.end, from, to) : []
  const inside = edits.filter(edit => edit.start >= call.start && edit.end <= call.end)
  const outside = edits.filter(edit => !inside.includes(edit))
  return [...outside, { start: whole.start, end: whole.end, text: rewrite(source, call.start, call.end, [...inside, ...sync, ...lines]) }]
}

const withoutBlanks = (text: string): string => text.split(/\s+/).join('')

/** What the callback gives is no promise once the lookup is none. */
function isSettled({ source, turn, lookup }: PerItem): boolean {
  const callback = source.as(turn, 'function')
  if (callback?.how !== 'arrow') return false
  if (awaitsIn(source, turn).some(at => at !== lookup)) return false
  const { body } = callback
  if (source.node(body).kind !== 'block') return isValue({ source, lookup }, body)
  return [...within(source, body)].every(at => {
    const node = source.node(at)
    return node.kind !== 'return' || source.functionOf(at) !== turn || node.value < 0 || isValue({ source, lookup }, node.value)
  })
}

const values = new Set(['object', 'array', 'text', 'number', 'literal', 'template', 'unary'])

function isValue({ source, lookup }: Pick<PerItem, 'source' | 'lookup'>, id: NodeId): boolean {
  if (id === lookup) return true
  const node = source.node(id)
  if (node.kind === 'member') return true
  if (node.kind === 'conditional') return isValue({ source, lookup }, node.then) && isValue({ source, lookup }, node.otherwise)
  if (node.kind === 'binary') return isValue({ source, lookup }, node.left) && isValue({ source, lookup }, node.right)
  if (node.kind === 'name') return source.facts.bindings[node.binding]?.value === lookup
  if (node.kind === 'call') {
    // `comments.map(comment => comment.text)`: an array method of what was looked up.
    const callee = source.as(node.callee, 'member')
    return callee !== undefined && ['map', 'filter', 'slice', 'join'].includes(callee.name) && isValue({ source, lookup }, callee.object)
  }
  return values.has(node.kind)
}
