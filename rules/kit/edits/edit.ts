/**
 * The small operations that fixes are made of. Each follows the file's own indentation, quotes and commas, and slices
 * the reader's own text rather than writing it anew.
 */
import type { NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { isIdentifier } from './names.ts'
import { indentAt, quoted, styleOf } from './style-of.ts'
import { outOfParentheses } from './parentheses.ts'
import { linksOf, spanOf, within } from '../code/code.ts'

export const insert = (at: number, text: string): TextEdit => ({ start: at, end: at, text })

export const replaceNode = (source: Source, id: NodeId, text: string): TextEdit => {
  const { start, end } = source.node(id)
  return { start, end, text }
}

/** The text of a stretch after the edits that lie inside of it; edits of one place keep their order. */
export function rewrite(source: Source, start: number, end: number, edits: readonly TextEdit[]): string {
  const inside = edits.filter(edit => edit.start >= start && edit.end <= end).sort((a, b) => a.start - b.start)
  let text = ''
  let at = start
  for (const edit of inside) {
    // A line's indentation need not be changed where the line is gone.
    if (edit.start < at) continue
    text += source.text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + source.text.slice(at, end)
}

/**
 * Edits that move the lines of a stretch from one indentation to another. The first line stays, and so do lines that
 * begin inside of a text or a template, where blanks are content.
 */
export function moveLines(source: Source, start: number, end: number, from: string, to: string): TextEdit[] {
  const edits: TextEdit[] = []
  if (from === to) return edits
  const fixed = longTexts(source, start, end)
  for (const lineStart of source.facts.lineStarts) {
    if (lineStart <= start || lineStart >= end) continue
    if (fixed.some(node => node.start < lineStart && lineStart < node.end)) continue
    if (!source.text.startsWith(from, lineStart) || isEmptyLine(source.text, lineStart)) continue
    edits.push({ start: lineStart, end: lineStart + from.length, text: to })
  }
  return edits
}

const isEmptyLine = (text: string, start: number): boolean => text[start] === '\n' || text[start] === '\r'

function longTexts(source: Source, start: number, end: number): { start: number; end: number }[] {
  return source.facts.nodes.filter(node =>
    (node.kind === 'text' || node.kind === 'template' || node.kind === 'tagged') && node.start >= start && node.end <= end)
}

/** An edit of lines that move along: its own text moves as well. */
export function movedEdit(source: Source, edit: TextEdit, from: string, to: string): TextEdit {
  if (from === to || !edit.text.includes('\n')) return edit
  const startsLine = edit.start > 0 && source.text[edit.start - 1] === '\n' && edit.text.startsWith(from)
  const text = (startsLine ? to + edit.text.slice(from.length) : edit.text).replaceAll(`\n${from}`, `\n${to}`)
  return { ...edit, text }
}

/** A node's text after edits, as it reads when its first line stands at another indentation. */
export function moved(source: Source, id: NodeId, edits: readonly TextEdit[], to: string): string {
  const { start, end } = source.node(id)
  const from = indentAt(source.text, start)
  return rewrite(source, start, end, [...edits, ...moveLines(source, start, end, from, to)])
}

/** Lines of their own before a statement. */
export function insertBefore(source: Source, statement: NodeId, lines: readonly string[]): TextEdit {
  const { start } = spanOf(source, statement)
  const gap = styleOf(source).newline + indentAt(source.text, start)
  return insert(start, lines.map(line => line + gap).join(''))
}

/** Takes a statement away, with its line where nothing else stands on it. */
export function removeStatement(source: Source, statement: NodeId): TextEdit {
  const { start, end } = spanOf(source, statement)
  return removeLines(source.text, start, end)
}

/** Takes a stretch away together with the blanks of the lines that it leaves empty. */
export function removeLines(text: string, start: number, end: number): TextEdit {
  let from = start
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--
  let to = end
  while (text[to] === ' ' || text[to] === '\t') to++
  const isAlone = (from === 0 || text[from - 1] === '\n') && (to === text.length || text[to] === '\n' || text[to] === '\r')
  if (!isAlone) return { start, end, text: '' }
  if (text[to] === '\r') to++
  if (text[to] === '\n') to++
  // Two blank lines would be left where the statement stood between them.
  const before = text.slice(0, from).trimEnd()
  const isFirst = before === '' || '{[('.includes(before.at(-1)!)
  if (isFirst || text.slice(before.length, from).split('\n').length > 2) to = skipBlankLine(text, to)
  return { start: from, end: to, text: '' }
}

function skipBlankLine(text: string, at: number): number {
  let to = at
  while (text[to] === ' ' || text[to] === '\t' || text[to] === '\r') to++
  return text[to] === '\n' ? to + 1 : at
}

/** Takes the word `async` away from a function that begins with it. */
export function asyncWord(source: Source, { start }: NodeOf<'function'>): TextEdit | undefined {
  if (!source.text.startsWith('async', start)) return undefined
  let end = start + 'async'.length
  while (source.text[end] === ' ') end++
  return { start, end, text: '' }
}

/** A property's key as it is written in an object literal. */
export function keyText(source: Source, key: string): string {
  // A word of the language can be a key all the same.
  return isIdentifier(key) || isIdentifier(`_${key}`) && !'0123456789'.includes(key[0] ?? '0') ? key : quoted(styleOf(source), key)
}

/** The way from a value to one of its members: `.id`, or `['first name']`. */
export function memberText(source: Source, key: string): string {
  return isIdentifier(key) ? `.${key}` : `[${quoted(styleOf(source), key)}]`
}

/**
 * Adds a property to an object literal. It goes last; `first` is for values that a spread further on may replace. An
 * object on one line gets one line per property where its line would grow too long, unless it `stays` on one.
 */
export function addProperty(source: Source, object: NodeId, key: string, value: string, how?: 'first' | 'stays'): TextEdit[] {
  return addProperties(source, object, [{ key, value }], how)
}

/** The same for several properties, in their order. */
export function addProperties(source: Source, object: NodeId, added: readonly { key: string; value: string }[], how?: 'first' | 'stays'): TextEdit[] {
  if (added.length === 0) return []
  const { start, end, properties } = source.as(object, 'object') as NodeOf<'object'>
  const { text } = source
  const { brace, newline, indent } = styleOf(source)
  const entries = added.map(({ key, value }) => `${keyText(source, key)}: ${value}`)
  const entry = entries.join(', ')
  const onLines = (to: string) => entries.join(`,${newline}${to}`)
  const head = properties[0]
  const last = properties.at(-1)
  if (!head || !last) return [{ start: start + 1, end: end - 1, text: `${brace}${entry}${brace}` }]

  const isLong = text.slice(start, head.start).includes('\n')
  if (how === 'first') return [insert(head.start, isLong ? `${onLines(indentAt(text, head.start))},${newline}${indentAt(text, head.start)}` : `${entry}, `)]
  const outer = indentAt(text, start)
  const broken = how === 'stays' || isLong || !isTooLong(source, object, entry.length) ? [] : breakUp(source, object, outer)
  if (broken.length > 0) return [insert(last.end, `,${newline}${outer}${indent}${onLines(outer + indent)}`), ...broken]
  const comma = hasComma(source, object)
  const closing = text.lastIndexOf('\n', end - 1) + 1
  if (!isLong || closing <= last.end || text.slice(closing, end - 1).trim() !== '') {
    return [insert(comma ?? last.end, comma === undefined ? `, ${entry}` : ` ${entry},`)]
  }
  const line = `${indentAt(text, head.start)}${onLines(indentAt(text, head.start))}${comma === undefined ? '' : ','}${newline}`
  return [...comma === undefined ? [insert(last.end, ',')] : [], insert(closing, line)]
}

/** Adds a property to an object inside of another one; where the line grows too long, the outer one gets the lines. */
export function addInner(source: Source, outer: NodeId, object: NodeId, key: string, value: string): TextEdit[] {
  const broken = isTooLong(source, object, key.length + value.length) ? breakUp(source, outer, indentAt(source.text, source.node(outer).start)) : []
  return [...broken, ...addProperty(source, object, key, value, broken.length > 0 ? 'stays' : undefined)]
}

/** Whether the line of a node would be too long with `more` characters. */
export function isTooLong(source: Source, id: NodeId, more: number): boolean {
  const { text } = source
  const { start } = source.node(id)
  const lineEnd = text.indexOf('\n', start)
  const line = text.slice(text.lastIndexOf('\n', start) + 1, lineEnd < 0 ? text.length : lineEnd)
  return line.length - (line.endsWith('\r') ? 1 : 0) + more > styleOf(source).width
}

/**
 * Gives each property of an object on one line a line of its own, below a line that begins with `outer`; only what is
 * blank between the properties is changed. Empty where the object has lines already.
 */
export function breakUp(source: Source, object: NodeId, outer: string): TextEdit[] {
  const { start, end, properties } = source.as(object, 'object') as NodeOf<'object'>
  return breakList(source, start + 1, properties, end - 1, outer)
}

/** The same for the elements of an array. */
export function breakElements(source: Source, array: NodeId, outer: string): TextEdit[] {
  const { start, end, elements } = source.as(array, 'array') as NodeOf<'array'>
  return breakList(source, start + 1, elements.map(id => source.node(id)), end - 1, outer)
}

/** The same for the arguments of a call. */
export function breakArguments(source: Source, call: NodeId, outer: string): TextEdit[] {
  const { end, arguments: given } = source.as(call, 'call') as NodeOf<'call'>
  const parts = given.map(id => source.node(id))
  const open = source.text.lastIndexOf('(', parts[0]?.start) + 1
  return breakList(source, open, parts, end - 1, outer)
}

function breakList(source: Source, start: number, parts: readonly { start: number; end: number }[], end: number, outer: string): TextEdit[] {
  const { text } = source
  const { newline, trailingComma, indent } = styleOf(source)
  if (parts.length === 0 || text.slice(start, end).includes('\n')) return []
  const inner = newline + outer + indent
  const gaps = parts.map((part, index) => {
    const from = index === 0 ? start : parts[index - 1]!.end
    return { start: from, end: part.start, text: index === 0 ? inner : `,${inner}` }
  })
  const last = { start: parts.at(-1)!.end, end, text: `${trailingComma}${newline}${outer}` }
  const isBlank = [...gaps, last].every(gap => ['', ','].includes(text.slice(gap.start, gap.end).trim()))
  return isBlank ? [...gaps, last] : []
}

/** Gives each link of a chain on one line a line of its own. */
export function breakChain(source: Source, chain: NodeId, outer: string): TextEdit[] {
  const { start, end } = source.node(chain)
  if (source.text.slice(start, end).includes('\n')) return []
  const { newline, indent } = styleOf(source)
  return linksOf(source, chain).map(({ receiver }) => insert(source.node(receiver).end, newline + outer + indent))
}

/** The offset behind a trailing comma, if there is one. */
function hasComma(source: Source, object: NodeId): number | undefined {
  const { end, properties } = source.as(object, 'object') as NodeOf<'object'>
  const last = properties.at(-1)!
  const rest = source.text.slice(last.end, end - 1)
  const at = rest.indexOf(',')
  return at >= 0 && rest.slice(0, at).trim() === '' ? last.end + at + 1 : undefined
}

/** Adds arguments behind those that a call has, the last of them an object with these entries. */
export function addOptions(source: Source, call: NodeId, skipped: number, entries: readonly string[]): TextEdit {
  const { text } = source
  const { brace, newline, indent, trailingComma } = styleOf(source)
  const node = source.node(call) as NodeOf<'call'> | NodeOf<'new'>
  const before = Array.from({ length: skipped }, () => 'undefined')
  const short = `{${brace}${entries.join(', ')}${brace}}`
  const last = node.arguments.at(-1)
  const at = last === undefined ? node.end - 1 : outOfParentheses(source, last).end
  const lead = last === undefined ? '' : ', '
  if (last !== undefined) {
    const { start } = source.node(last)
    const isOwnLine = text.slice(text.lastIndexOf('\n', start) + 1, start).trim() === '' && node.arguments.length >= 1
    // The arguments have lines of their own already.
    if (isOwnLine && text.slice(node.start, start).includes('\n')) {
      return insert(at, [...before, short].map(each => `,${newline}${indentAt(text, start)}${each}`).join(''))
    }
  }
  const outer = indentAt(text, last === undefined ? at : source.node(last).start)
  const long = [`{`, ...entries.map((entry, index) => `${outer}${indent}${entry}${index < entries.length - 1 ? ',' : trailingComma}`), `${outer}}`].join(newline)
  const options = isTooLong(source, call, short.length + lead.length) ? long : short
  return insert(at, lead + [...before, options].join(', '))
}

/** Whether code of the same function is awaited inside of `id`; functions in it count for themselves. */
export function awaitsIn(source: Source, id: NodeId): NodeId[] {
  const own = source.functionOf(id)
  const inner = source.node(id).kind === 'function' ? id : own
  const found: NodeId[] = []
  for (const at of within(source, id)) {
    const node = source.node(at)
    const isWaiting = node.kind === 'await' || (node.kind === 'for-of' && node.await)
    if (isWaiting && source.functionOf(at) === inner) found.push(at)
  }
  return found
}
