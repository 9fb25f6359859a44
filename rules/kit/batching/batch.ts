/**
 * Writes down a query for all items: the rows before the loop, a map by key, and a look into the map where the query
 * stood. Which query that is, and what it becomes, the three styles say.
 */
import type { NodeId } from '../facts.ts'
import type { FileEdit, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { spanOf } from '../code/code.ts'
import { insertBefore, keyText, memberText, movedEdit, moveLines, replaceNode, rewrite } from '../edits/edit.ts'
import { outOfParentheses, wrapped } from '../edits/parentheses.ts'
import { crossedList, isCrossing, walkAll } from './crossed-loops.ts'
import { anyKey } from './guarded-keys.ts'
import { camel, capital, fresh, isIdentifier, plural, singular, takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { isIndexed } from './indexed-elements.ts'
import { withoutPromises } from './without-promises.ts'
import { elementPattern } from './element-pattern.ts'
import { indentOf, listNamed, type Key, type PerItem } from './per-item.ts'
import { arrow, indentAt, quoted, styleOf } from '../edits/style-of.ts'
import { isReadonly, type ListFacts } from '../code/types.ts'

export interface Batch {
  item: PerItem
  key: Key
  list: ListFacts
  /** The word for one row, or for many: `user`, `users`. */
  word: string
  /** The property of a row that holds the key. */
  property: string
  /** What else tells the rows of an item: keys are compared together then. */
  also?: readonly { key: Key; property: string; skipsMissing?: boolean }[]
  /** Keys that are taken out of the rows, which were asked for without them. Only rows that are plain objects can be. */
  strips?: readonly string[]
  /** Of several rows that have the key, only the first is wanted. */
  firstOfSeveral?: true
  /** The column need not have a value: what is compared with that to leave such rows out, which have no key. */
  mayBeNull?: '!== null' | '!= null'
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
  /** A row that is missing is asked for by the lookup as it was, which fails as it did: what it stands in still waits. */
  asksAgain?: true
  /** The error of a row that is missing, by the text of its key. */
  failure?(key: string): { text: string; edits: TextEdit[] }
  /** How the key is read of a row, where that is not its property. */
  keyIn?(row: string): string
  /** What of a row the map holds, where that is not the whole row. */
  valueIn?(row: string): string
  /** What follows the query in its declaration: ` as User[]`. */
  behind?: string
  /** What turns the query into one for all `keys`: edits inside of it, and elsewhere in the file. */
  join(keys: string, all?: KeyTexts): { inside: TextEdit[]; elsewhere: TextEdit[] } | undefined
  /** Edits that give a long query several lines, below one that begins with `outer`. */
  breaks?(outer: string): TextEdit[]
  /** The rows' name in the declaration: `{ rows: users }`; the bare name where it is left out. */
  pattern?(rows: string): string
  /** The rows may be null: an error that nobody looks at. */
  isNullable?: true
  /** What replaces the lookup, given the look into the map and the name of all rows. */
  use(found: string, rows?: string): TextEdit[]
  /** Where there are no rows that have their keys: the lines and the looks of its own, and the fix's title. */
  written?(list: string, taken: Set<string>): Written | undefined
  title?: string
}

/** How the keys are told where there are several for each item. */
export interface KeyTexts {
  /** The list and the name or pattern of its element; there is none where the keys are of two loops. */
  list: string
  element: string
  /** For each key a list of its own. */
  each: readonly string[]
  /** For each key its text for one element, and whether it may be missing. */
  one: readonly string[]
  missing: readonly boolean[]
}

/** A lookup that is replaced as a whole. */
export const inPlace = ({ source, lookup }: PerItem, otherwise: string) => (found: string): TextEdit[] => {
  const member = source.as(source.node(lookup).parent, 'member')
  // With `?.` behind it, null and undefined are the same.
  if (member?.optional && otherwise === 'null') return [{ ...outOfParentheses(source, lookup), text: found }]
  return [replaceNode(source, lookup, wrapped(source, lookup, `${found} ?? ${otherwise}`))]
}

/** What is not among the rows is looked up as before: a row that is missing throws the library's own error, in its own turn. */
export function askedAgain({ source, lookup }: PerItem, found: string): TextEdit {
  const { start } = source.node(lookup)
  const { newline, indent, width } = styleOf(source)
  const own = source.textOf(lookup)
  const begins = source.text.lastIndexOf('\n', start - 1) + 1
  const isLong = start - begins + found.length + ' ?? '.length + own.length > width
  const gap = isLong ? newline + indentAt(source.text, start) + indent : ' '
  return replaceNode(source, lookup, wrapped(source, lookup, `${found}${gap}?? ${source.node(lookup).kind === 'await' ? `(${own})` : own}`))
}

/** A loop that ends early has asked for fewer rows; a query for all items fails for all of them. */
export const endDoubts = ({ endsEarly, caught, runner }: PerItem): string[] => [
  ...runner === undefined ? [] : [`\`${runner}\` runs for the whole list`], ...endsEarly ? ['the loop seldom ends early'] : [], ...caught === 'kept' ? ['a query that fails may end the loop'] : caught ? [''] : [],
]

/** The keys as they read for any item, also one that the turn passes over; undefined where that cannot be told. */
export function keysOfAny({ item, key, also = [], list, skipsMissing }: Batch): Map<Key, string> | undefined {
  const texts = new Map<Key, string>()
  for (const each of [key, ...also.map(one => one.key)]) {
    const any = anyKey(item, each, list)
    const skips = each === key ? skipsMissing : also.find(one => one.key === each)!.skipsMissing === true
    if (!any || (any.isPartial && !skips)) return undefined
    texts.set(each, any.text)
  }
  return texts
}

export function batchEdits(batch: Batch): FileEdit[] | undefined {
  const { item } = batch
  const { source, before } = item
  if (styleOf(source).semicolon === '' && '([`+-/'.includes(source.text[source.node(before).start] ?? '')) return undefined
  const taken = takenNames(source, before)
  const { name: list, lines, edits } = listNamed(item, taken, batch.list.walked)
  const written = writeBatch(batch, list, taken)
  return written && inFile(source, [
    insertBefore(source, before, [...lines, ...written.lines]), ...written.isWhole ? written.turns : batch.asksAgain ? [...edits, ...written.turns] : withoutPromises(item, [...edits, ...written.turns]), ...written.elsewhere,
  ])
}

/** The lines that ask for all items, and what becomes of the lookups; `list` is the name of the items there. */
export interface Written {
  lines: string[]
  turns: TextEdit[]
  elsewhere: TextEdit[]
  /** The turns themselves are replaced. */
  isWhole?: true
}

export function writeBatch(batch: Batch, list: string, taken: Set<string>): Written | undefined {
  if (batch.written) return batch.written(list, taken)
  const { item, key, property, grouped, word } = batch
  const { source } = item
  const style = styleOf(source)
  const all = [{ key, property }, ...batch.also ?? []]
  const element = item.crossed ? '' : elementPattern(item, ...all.map(each => each.key))
  const anyKeys = keysOfAny(batch)
  if (element === undefined || !anyKeys) return undefined
  const anyText = (of: Key) => anyKeys.get(of)!

  const lines: string[] = []
  const many = plural(word)
  const rows = fresh(taken, many, `found${capital(many)}`)
  const map = fresh(taken, `${many}By${all.map(each => capital(camel(each.property))).join('And')}`)
  const row = singular(many) === rows ? 'row' : singular(many)
  const together = (parts: string[]) => {
    const texts = batch.asText ? parts.map(part => `String(${part})`) : parts
    return texts.length === 1 ? texts[0]! : `JSON.stringify([${texts.join(', ')}])`
  }

  const { semicolon: end } = style
  const isNamed = key.steps.length > 0
  const skips = (of: Key) => (of === key ? batch.skipsMissing : batch.also!.find(each => each.key === of)!.skipsMissing === true)
  const textOf = (each: Key) => keysText({ item, list: batch.list, skipsMissing: skips(each) }, isCrossing(item, each) ? crossedList(item) : list, elementPattern(item, each)!, each, anyText(each))
  const keys = keysNamed(batch, textOf(key), lines, taken)
  const joined = batch.join(keys, { list, element, each: all.map(each => (each.key === key ? keys : textOf(each.key))), one: all.map(each => anyText(each.key)), missing: all.map(each => skips(each.key)) })
  if (!joined) return undefined
  const to = indentOf(item)
  const { start: queryStart, end: queryEnd } = source.node(item.query)
  const from = indentInside(source, queryStart, queryEnd)
  const inside = [...joined.inside.map(edit => movedEdit(source, edit, from, to)), ...moveLines(source, queryStart, queryEnd, from, to)]
  const asked = `${batch.failsOnEmpty ? `${keys}.length === 0 ? [] : ` : ''}${batch.sync ? '' : 'await '}`
  const line = (edits: TextEdit[]) => `const ${batch.pattern?.(rows) ?? rows} = ${asked}${rewrite(source, queryStart, queryEnd, edits)}${batch.behind ?? ''}${end}`
  const isLong = to.length + line(inside).length > style.width && !line(inside).includes('\n')
  lines.push(line(isLong ? broken(inside, batch.breaks?.(to) ?? []) : inside))

  // A row that is stripped of its key is taken apart where it stood as a whole.
  const bare = new Map(batch.strips?.map(each => [each, isIdentifier(each) && !taken.has(each) ? each : fresh(taken, 'key')]))
  const taking = batch.strips ? `{ ${[...bare].map(([each, name]) => (name === each ? each : `${keyText(source, each)}: ${name}`)).join(', ')}, ...${row} }` : row
  const keyOfRow = together(all.map(each => bare.get(each.property) ?? (each.property === property && batch.keyIn ? batch.keyIn(row) : `${row}${memberText(source, each.property)}`)))
  const mapLine = (pairs: string) => {
    const short = `const ${map} = new Map(${pairs})${end}`
    const { newline, indent, trailingComma } = style
    return to.length + short.length <= style.width ? short
      : `const ${map} = new Map(${newline}${to}${indent}${pairs}${trailingComma}${newline}${to})${end}`
  }
  if (grouped) {
    const whole = batch.isNullable ? `NonNullable<typeof ${rows}>` : `typeof ${rows}`
    const none = !source.facts.language.startsWith('ts') ? '[]' : batch.strips ? `[] as Omit<(${whole})[number], ${batch.strips.map(each => quoted(style, each)).join(' | ')}>[]`
      : batch.isMoreThanArray ? `[] as (${whole})[number][]` : `[] as ${whole}`
    const each = singular(keys) === keys ? 'key' : singular(keys)
    lines.push(mapLine(isNamed ? `${keys}.map(${arrow(style, each, `[${together([each])}, ${none}]`)})` : walkAll(item, list, all.map(each => each.key), elementPattern, `[${together(all.map(each => anyText(each.key)))}, ${none}]`)))
    // Only types are at odds with such a row: in no map is anything under its key.
    const isOdd = batch.mayBeNull !== undefined && all.length === 1 && !batch.asText && source.facts.language.startsWith('ts')
    const test = isOdd ? `if (${keyOfRow} ${batch.mayBeNull}) ` : ''
    lines.push(`for (const ${taking} of ${rows}${batch.isNullable ? ' ?? []' : ''}) ${test}${map}.get(${keyOfRow})?.push(${row})${end}`)
  } else {
    lines.push(mapLine(`${rows}${batch.isNullable ? '?' : ''}.map(${arrow(style, taking, `[${keyOfRow}, ${batch.valueIn?.(row) ?? row}]`)})`))
  }
  return { lines, turns: batch.use(`${map}.get(${together(all.map(each => source.textOf(each.key.node)))})`, rows), elsewhere: joined.elsewhere }
}

/** The indentation that a query's own lines are told by: where it ends with a line of closing brackets, it may begin within a line that is further out. */
export function indentInside({ text }: Source, start: number, end: number): string {
  const lines = text.slice(start, end).split('\n').slice(1).map(line => line.trimStart())
  // The links of a chain hang further in than it begins.
  const isClosing = '})]'.includes(lines.at(-1)?.[0] ?? ' ') && !lines.some(line => line.startsWith('.'))
  return indentAt(text, isClosing ? end - 1 : start)
}

/** A line's break comes before what is written at its place, and goes where nothing is; what is added behind gets a line too. */
export function broken(inside: TextEdit[], breaks: TextEdit[]): TextEdit[] {
  const isLink = (edit: TextEdit) => edit.start === edit.end && edit.text.startsWith('.')
  const isBefore = (edit: TextEdit) => edit.start === edit.end && inside.some(each => each.start === edit.start && each.text !== '' && !isLink(each))
  const own = breaks[0]?.text.trimStart() === '' ? breaks[0].text : ' '
  const onOwnLine = (edit: TextEdit): TextEdit => {
    if (edit.start !== edit.end) return edit
    // A further link of a chain, or a further property.
    if (isLink(edit) && own !== ' ') return { ...edit, text: own + edit.text }
    return edit.text.startsWith(', ') && breaks.some(each => each.start === edit.start) ? { ...edit, text: `,${own}${edit.text.slice(', '.length)}` } : edit
  }
  return [...breaks.filter(isBefore), ...inside.map(onOwnLine), ...breaks.filter(edit => !isBefore(edit))]
}

/** Keys that are mentioned twice, or take several steps to work out, get a name. */
function keysNamed(batch: Batch, keys: string, lines: string[], taken: Set<string>): string {
  const isKept = batch.key.steps.length === 0 && !batch.failsOnEmpty && !batch.namesKeys
  if (isKept || keys.split('.').every(isIdentifier)) return keys
  const { source } = batch.item
  const own = source.as(batch.key.origin, 'member')?.name ?? source.as(batch.key.origin, 'name')?.name ?? batch.property
  const name = fresh(taken, plural(camel(own)), `${batch.word}Keys`)
  lines.push(`const ${name} = ${keys}${styleOf(source).semicolon}`)
  return name
}

/** The keys of all items: `ids`, or `posts.map(post => post.authorId)`. */
export function keysText({ item, list, skipsMissing }: Pick<Batch, 'item' | 'list' | 'skipsMissing'>, name: string, element: string, key: Key, anyText: string): string {
  const { source, elements } = item
  const style = styleOf(source)
  const asserted = source.as(key.origin, 'cast')
  const isAsserted = asserted?.how === 'non-null' && anyText === source.textOf(key.origin)
  const text = skipsMissing ? `${isAsserted ? source.textOf(asserted.value) : anyText} ?? []` : anyText
  const walk = skipsMissing ? 'flatMap' : 'map'
  if (key.steps.length > 0) {
    const outer = indentOf(item)
    const inner = outer + style.indent
    const steps = key.steps.map(step => moveTo(source, step, inner))
    return `${name}.${walk}(${arrow(style, element, `{${style.newline}${[...steps, `return ${text}${style.semicolon}`].map(line => inner + line + style.newline).join('')}${outer}}`)})`
  }
  if (skipsMissing) return `${name}.flatMap(${arrow(style, element, text)})`
  const isElement = (elements.includes(source.as(key.origin, 'name')?.binding ?? -1) || isIndexed(item, key.origin)) && text === element
  if (!isElement) return `${name}.map(${arrow(style, element, text)})`
  if (isCrossing(item, key)) return `[...${name}]`
  return list.walked || item.outer ? name : list.array === 'yes' && !isReadonly(source, list) ? name : `[...${name}]`
}

/** A statement as it reads with another indentation. */
function moveTo(source: Source, statement: NodeId, to: string): string {
  const { start, end } = spanOf(source, statement)
  return rewrite(source, start, end, moveLines(source, start, end, indentAt(source.text, start), to))
}
