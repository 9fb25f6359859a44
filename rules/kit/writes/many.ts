/**
 * Writes down one write for all items: `createMany({ data: tags.map(…) })` in the place of the loop, or, where the loop
 * does more, rows that are put on a list and written after it. Which write that is, and what it becomes, the styles say.
 */
import type { NodeId, NodeOf } from '../facts.ts'
import type { Library } from '../library.ts'
import type { FileEdit, Reached, TextEdit } from '../rule.ts'
import type { PerItem } from '../batching/per-item.ts'
import type { Source } from '../source.ts'
import { linksOf, stepsOf, within } from '../code/code.ts'
import { breakArguments, breakChain, breakUp, insert, insertBefore, moveLines, movedEdit, rewrite } from '../edits/edit.ts'
import { outOfParentheses, wrapped } from '../edits/parentheses.ts'
import { fresh, plural, takenNames } from '../edits/names.ts'
import { inFile } from '../edits/offer.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'
import { leaves } from '../batching/turn-effects.ts'
import { collecting, isArray, turnShape, usesTurn, type TurnShape } from './turn.ts'

export interface ManyWrite {
  item: PerItem
  shape: TurnShape
  /** Loops around the loop that do nothing but run it, innermost first. */
  outer: readonly NodeId[]
  /** What each turn hands over: a row, a list of rows, or a key. */
  value: NodeId
  /** The row's text, where `value` itself is not it. */
  row?: string
  isList: boolean
  /** Turns the write into one for the list of that text. */
  join(list: string): { inside: TextEdit[]; elsewhere: TextEdit[] }
  /** The object that gets lines of its own where the line grows too long; the row itself otherwise. */
  holder?: NodeId
  /** An empty list must not be written. */
  needsRows: boolean
  /** The word for what is collected. */
  word: string
  title: string
  doubts: string[]
}

/** The loops around an item's own, innermost first; undefined where something else repeats it. */
export function loopsAround(reached: Reached, item: PerItem): NodeId[] | undefined {
  const { source } = item
  const loops: NodeId[] = []
  for (const { node, element } of reached.repetitions.slice(0, -1).reverse()) {
    if (element === undefined) break
    const loop = source.as(node, 'for-of')
    if (!loop || loop.await || loop.target !== undefined || item.map || source.functionOf(node) !== source.functionOf(item.turn)) return undefined
    if (!['block', 'module'].includes(source.node(loop.parent).kind) && !loops.includes(node)) return undefined
    // Whoever leaves it skips what would be written after it, and cannot leave a callback.
    if (leaves(source, node)) return undefined
    loops.push(node)
  }
  return loops
}

/** Whether each of the loops has the next one alone in its body. */
function isAlone({ source, turn }: PerItem, loops: readonly NodeId[]): boolean {
  return loops.every((id, index) => {
    const { body } = source.as(id, 'for-of')!
    const inner = index === 0 ? turn : loops[index - 1]!
    const block = source.as(body, 'block')
    return block ? block.body.length === 1 && block.body[0] === inner : body === inner
  })
}

/**
 * The shape of the turns, if what the write gives can be had of the joined one too. A list of which nothing is known is
 * still walked, since it may be no array, or of no type.
 */
export function shapeFor(item: PerItem, gives: 'nothing' | 'row' | 'rows', outer: readonly NodeId[], library: Library): TurnShape | undefined {
  const shape = turnShape(item)
  if (!shape) return undefined
  const lists = [item.list, ...outer.map((id) => item.source.as(id, 'for-of')!.list)]
  const isKnown = item.map !== undefined || lists.every((list) => isArray(item, list, outer, library))
  if (shape.result !== 'unused') return isKnown && outer.length === 0 && gives !== 'nothing' && (gives === 'rows') === shape.isFirst ? shape : undefined
  if (shape.how === 'map' && isKnown && isAlone(item, outer)) return shape
  return item.map ? undefined : collecting(item)
}

export function manyWriteEdits(many: ManyWrite): FileEdit[] | undefined {
  const { item, shape } = many
  const { source, before } = item
  const starts = source.text[source.node(many.outer.at(-1) ?? before).start] ?? ''
  if (hasLongText(source, many.value)) return undefined
  if (styleOf(source).semicolon === '' && '([`+-/'.includes(starts)) return undefined
  return shape.how === 'map' ? mapped(many) : collected(many)
}

/** Texts of several lines would change with their indentation. */
const hasLongText = (source: Source, value: NodeId): boolean => [value, ...within(source, value)].some((id) =>
  ['text', 'template', 'tagged'].includes(source.node(id).kind) && source.textOf(id).includes('\n'))

// --- In the place of the loop -----------------------------------------------------------------------------------

function mapped(many: ManyWrite): FileEdit[] | undefined {
  const { item, shape, needsRows } = many
  const { source, before } = item
  const whole = source.node(many.outer.at(-1) ?? shape.whole)
  const isLoop = whole.kind === 'for-of'
  const isStatement = isLoop || shape.result === 'unused'
  const place = isLoop || !isStatement ? whole : source.node(whole.parent)
  const { semicolon, newline, indent } = styleOf(source)
  const outer = indentAt(source.text, place.start)
  const lines: string[] = []
  let list = source.textOf(item.list)
  if (needsRows && many.outer.length > 0) return undefined
  if (needsRows && !stepsOf(source, item.list)) {
    const taken = takenNames(source, before)
    const element = source.facts.bindings[item.elements[0]!]!
    const name = fresh(taken, plural(element.path.length === 0 ? element.name : 'item'), 'items')
    lines.push(`const ${name} = ${moveText(source, item.list, outer)}${semicolon}`)
    list = name
  }
  const isGuardedBlock = needsRows && isStatement
  const to = isGuardedBlock ? outer + indent : outer
  const statement = statementText(many, list, to)
  if (!statement) return undefined
  const waited = isLoop || item.map?.awaited !== undefined ? 'await ' : ''
  let text = `${waited}${statement.text}`
  if (typeof shape.result === 'object') text = `${source.textOf(shape.result.pushedTo)}.push(...(${text}))`
  if (isStatement) text += semicolon
  if (isGuardedBlock) text = `if (${list}.length > 0) {${newline}${to}${text}${newline}${outer}}`
  else if (needsRows) text = wrapped(source, shape.whole, `${list}.length > 0 ? ${text} : []`)
  const span = isLoop ? place : isStatement ? { start: place.start, end: place.end } : outOfParentheses(source, shape.whole)
  const replaced: TextEdit = { start: span.start, end: span.end, text }
  return inFile(source, [...lines.length ? [insertBefore(source, before, lines)] : [], replaced, ...statement.elsewhere])
}

/** The write for all, as it reads behind an indentation. */
function statementText(many: ManyWrite, list: string, to: string): { text: string; elsewhere: TextEdit[] } | undefined {
  const { source, query } = many.item
  const { start, end } = source.node(query)
  const from = indentAt(source.text, start)
  const width = styleOf(source).width
  const build = (isBroken: boolean) => {
    const rows = allRowsText(many, list, isBroken)
    const joined = rows === undefined ? undefined : many.join(rows)
    if (!joined) return undefined
    const broken = !isBroken ? [] : many.holder !== undefined ? breakUp(source, many.holder, from) : linksOf(source, query).length > 2 ? breakChain(source, query, from) : breakArguments(source, query, from)
    const inside = [...broken, ...joined.inside].map((edit) => movedEdit(source, edit, from, to))
    const lines = moveLines(source, start, end, from, to).filter((edit) => !inside.some((other) => edit.start >= other.start && edit.end <= other.end && other.end > other.start))
    return { text: rewrite(source, start, end, [...inside, ...lines]), elsewhere: joined.elsewhere }
  }
  const short = build(false)
  const isLong = short !== undefined && !short.text.includes('\n') && to.length + short.text.length + 'await '.length > width
  return isLong ? build(true) ?? short : short
}

/** The rows of all loops: `posts.flatMap((post) => post.tags.map(…))`. */
function allRowsText(many: ManyWrite, list: string, isBroken: boolean): string | undefined {
  const { source } = many.item
  let text = rowsText(many, list, isBroken)
  for (const id of many.outer) {
    const loop = source.as(id, 'for-of')!
    const parameter = parameterText({ source, turn: id, elements: loop.bindings })
    if (text === undefined || parameter === undefined) return undefined
    text = `${source.textOf(loop.list)}.flatMap(${headText(source, parameter)} => ${text})`
  }
  return text
}

function headText(source: Source, parameter: string): string {
  if (parameter.startsWith('(')) return parameter
  return !styleOf(source).arrowParentheses && !'{['.includes(parameter[0]!) ? parameter : `(${parameter})`
}

/** `tags.map((name) => ({ name, postId }))`; the list itself where each element is a row. */
function rowsText(many: ManyWrite, list: string, isBroken: boolean): string | undefined {
  const { item, value, isList, shape } = many
  const { source } = item
  const { newline, indent, semicolon } = styleOf(source)
  const parameter = parameterText(item)
  if (parameter === undefined) return undefined
  const isElement = item.elements.includes(source.as(value, 'name')?.binding ?? -1) && source.textOf(value) === parameter
  if (isElement && !isList && shape.constants.length === 0) return list
  const head = headText(source, parameter)
  const method = isList ? 'flatMap' : 'map'
  const from = indentAt(source.text, source.node(item.query).start)
  const isObject = many.row !== undefined || source.node(value).kind === 'object'
  const { start, end } = source.node(value)
  const row = many.row ?? source.textOf(value)
  if (shape.constants.length === 0) return `${list}.${method}(${head} => ${isObject ? `(${row})` : row})`
  // The line on which the row begins, once the object that holds it has lines.
  const isMoved = isBroken && many.holder !== undefined && !source.textOf(many.holder).includes('\n')
  const base = isMoved ? from + indent : indentAt(source.text, start)
  const inner = base + indent
  const constants = shape.constants.map((id) => {
    const { statementStart, statementEnd } = source.as(id, 'declare') as NodeOf<'declare'>
    return { start: statementStart, end: statementEnd }
  })
  const lines = [...new Map(constants.map((each) => [each.start, each])).values()].map((each) =>
    rewrite(source, each.start, each.end, moveLines(source, each.start, each.end, indentAt(source.text, each.start), inner)))
  const gap = newline + inner
  const returned = many.row ?? rewrite(source, start, end, moveLines(source, start, end, indentAt(source.text, start), inner))
  return `${list}.${method}(${head} => {${gap}${[...lines, `return ${returned}${semicolon}`].join(gap)}${newline}${base}})`
}

/** The element as the loop or the callback takes it apart. */
function parameterText({ source, turn, elements }: Pick<PerItem, 'source' | 'turn' | 'elements'>): string | undefined {
  const loop = source.as(turn, 'for-of')
  if (loop) {
    if (loop.target !== undefined) return undefined
    const text = source.text.slice(loop.targetStart, loop.targetEnd)
    const [only] = elements
    return elements.length === 1 && source.facts.bindings[only!]!.path.length === 0 ? source.facts.bindings[only!]!.name : patternOf(text)
  }
  const callback = source.as(turn, 'function')!
  const first = source.node(callback.parameters[0]!)
  const last = source.node(callback.parameters.at(-1)!)
  const text = source.text.slice(first.start, last.end)
  const parameter = source.as(callback.parameters[0]!, 'parameter')!
  return callback.parameters.length > 1 || parameter.type >= 0 ? `(${text})` : text
}

/** Without the word that declares it. */
function patternOf(text: string): string | undefined {
  for (const word of ['const ', 'let ', 'var ']) if (text.startsWith(word)) return text.slice(word.length).trim()
  return text.startsWith('{') || text.startsWith('[') ? text : undefined
}

function moveText(source: Source, id: NodeId, to: string): string {
  const { start, end } = source.node(id)
  return rewrite(source, start, end, moveLines(source, start, end, indentAt(source.text, start), to))
}

// --- After the loop ---------------------------------------------------------------------------------------------

function collected(many: ManyWrite): FileEdit[] | undefined {
  const { item, shape, value, isList, needsRows } = many
  const { source, query } = item
  const turn = many.outer.at(-1) ?? item.turn
  const { semicolon, newline, indent } = styleOf(source)
  const taken = takenNames(source, turn)
  const name = fresh(taken, plural(many.word), `new${plural(many.word).slice(0, 1).toUpperCase()}${plural(many.word).slice(1)}`, 'rows')
  const outer = indentAt(source.text, source.node(turn).start)
  const to = needsRows ? outer + indent : outer

  const { start, end } = source.node(query)
  const from = indentAt(source.text, start)
  const joined = many.join(name)
  const inside = joined.inside.map((edit) => movedEdit(source, edit, from, to))
  const lines = moveLines(source, start, end, from, to).filter((edit) => !inside.some((other) => edit.start >= other.start && edit.end <= other.end))
  // What stands beside the row must mean the same after the loop.
  if (stands(many)) return undefined
  const text = `await ${rewrite(source, start, end, [...inside, ...lines])}${semicolon}`
  const after = needsRows ? `if (${name}.length > 0) {${newline}${to}${text}${newline}${outer}}` : text
  const statement = source.node(shape.whole)
  const { start: rowStart, end: rowEnd } = source.node(value)
  const moved = moveLines(source, rowStart, rowEnd, indentAt(source.text, rowStart), indentAt(source.text, statement.start))
  const row = many.row ?? rewrite(source, rowStart, rowEnd, [...rowWithLiterals(source, value), ...moved])
  return inFile(source, [
    insertBefore(source, turn, [`const ${name} = []${semicolon}`]),
    { start: statement.start, end: statement.end, text: `${name}.push(${isList ? '...' : ''}${row})${semicolon}` },
    insert(source.node(turn).end, `${newline}${outer}${after}`),
    ...joined.elsewhere,
  ])
}

/** Something of the write besides the row is made in the turn. */
function stands({ item, value, outer }: ManyWrite): boolean {
  const { source, query } = item
  const turn = outer.at(-1) ?? item.turn
  const { start, end } = source.node(value)
  return source.facts.nodes.some((node, id) => {
    const isOutside = node.start >= source.node(query).start && node.end <= source.node(query).end && !(node.start >= start && node.end <= end)
    return isOutside && node.kind === 'name' && usesTurn(source, turn, id)
  })
}

/** Texts of a row that is pushed to a list keep their literal type, which a column may ask for. */
function rowWithLiterals(source: Source, value: NodeId): TextEdit[] {
  const object = source.as(value, 'object')
  if (!object || !source.facts.language.startsWith('ts')) return []
  const literals = (id: NodeId): NodeId[] => {
    const node = source.node(id)
    if (node?.kind === 'text') return [id]
    if (node?.kind === 'conditional') return [...literals(node.then), ...literals(node.otherwise)]
    return node?.kind === 'binary' && ['??', '||'].includes(node.operator) ? [node.left, node.right].flatMap(literals) : []
  }
  return object.properties.flatMap((property) => literals(property.value).map((id) => insert(source.node(id).end, ' as const')))
}
