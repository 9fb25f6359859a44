/** The text of a sibling for many, from the text of its function. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import type { Beside } from './beside.ts'
import type { Given } from './preload-asking.ts'
import type { Part, Turn } from './preload-sibling.ts'
import { within } from '../code/code.ts'
import { isSettled, resultsOf } from '../code/settled.ts'
import { awaitsIn, insert, moved, movedEdit, moveLines, rewrite } from '../edits/edit.ts'
import { capital, plural } from '../edits/names.ts'
import { indentAt, styleOf } from '../edits/style-of.ts'
import { ofPromise } from '../code/types.ts'
import { listOf } from './signature.ts'
import { isWaitedTogether } from './turn-shapes.ts'

interface Body { lines: string[]; closure: string; settled: boolean; elsewhere: TextEdit[] }

export function bodyOf(turn: Turn, own: NodeOf<'function'>, id: NodeId, parts: readonly Part[], given: readonly Given[]): Body | undefined {
  const { source } = turn
  // What other functions call their own is out of sight, so that the text is the same whenever it is asked for.
  const taken = new Set(source.facts.bindings.filter(binding => source.contains(binding.function, id) || source.contains(id, binding.function)).map(binding => binding.name))
  const list = listName(given)
  taken.add(list)
  const pieces = parts.map(part => part.write(list, taken))
  if (pieces.includes(undefined)) return undefined
  const settledAt = new Set(parts.filter(part => part.settled).map(part => part.item.lookup))
  const whole = together(source, own.body, settledAt)
  const isWaiting = awaitsIn(source, id).some(at => !settledAt.has(at) && !whole.has(at))
  const settled = !isWaiting && resultsOf(source, id).every(value => isSettled(source, value, settledAt))
  const edits = [...pieces.flatMap(each => each!.turns), ...isWaiting ? [] : [...whole.values()].flat()]
  const { indent } = styleOf(source)
  const outer = turn.indent!.slice(0, turn.indent!.length - indent.length)
  const { start, end } = source.node(own.body)
  const from = indentAt(source.text, start)
  const text = rewrite(source, start, end, [...edits.map(edit => movedEdit(source, edit, from, outer + indent)), ...moveLines(source, start, end, from, from === outer ? outer + indent : from)])
  const isObject = source.node(own.body).kind === 'object'
  const type = own.returns < 0 ? '' : settled ? settledType(source, own.returns) : `: ${source.textOf(own.returns)}`
  const parameters = given.map(each => moved(source, own.parameters[each.index]!, [], outer + indent)).join(', ')
  const isAsync = !settled && own.async
  return {
    lines: pieces.flatMap(each => each!.lines), settled, elsewhere: pieces.flatMap(each => each!.elsewhere),
    closure: `${isAsync ? 'async ' : ''}(${parameters})${type} => ${isObject ? `(${text})` : text}`,
  }
}

/** `courseIds`; `items` for several values of each. */
export function listName([first, ...others]: readonly Given[]): string {
  const name = others.length === 0 ? first!.name : undefined
  if (name === undefined) return 'items'
  return plural(name) === name ? `all${capital(name)}` : plural(name)
}

/** `await Promise.all([…])` of nothing but what is there: the array by itself. */
function together(source: Source, body: NodeId, settled: ReadonlySet<NodeId>): Map<NodeId, TextEdit[]> {
  const found = new Map<NodeId, TextEdit[]>()
  for (const at of within(source, body)) {
    const array = source.as(at, 'array')
    if (!array || array.elements.length === 0 || !array.elements.every(each => settled.has(each) && isWaitedTogether(source, each))) continue
    const awaited = source.node(array.parent).parent
    const whole = source.node(awaited)
    found.set(awaited, [{ start: whole.start, end: array.start, text: '' }, { start: array.end, end: whole.end, text: '' }])
  }
  return found
}

/** `: Promise<Progress>` without its promise; nothing where it is named otherwise. */
function settledType(source: Source, returns: NodeId): string {
  const inner = ofPromise(source, returns)
  return inner === undefined ? '' : `: ${source.textOf(inner)}`
}

interface SiblingParts {
  source: Source
  own: NodeOf<'function'>
  beside: Beside
  given: readonly Given[]
  name: string
  sync: boolean
  lines: readonly string[]
  closure: string
}

export function siblingEdits({ source, own, beside, given, name, sync, lines, closure }: SiblingParts): TextEdit[] | undefined {
  const { newline, indent, semicolon, width } = styleOf(source)
  const outer = indentAt(source.text, beside.start)
  const list = listName(given)
  const [first] = given
  const isTyped = given.every(each => source.as(own.parameters[each.index]!, 'parameter')!.type >= 0)
  const parameters = own.parameters.flatMap((parameter, index) => {
    if (index === first!.index) return [isTyped ? `${list}: ${listType(source, own, given)}` : list]
    return given.some(each => each.index === index) ? [] : [source.textOf(parameter)]
  })
  const isShort = own.how === 'arrow' || own.how === 'expression'
  const words = beside.head.split(' ').filter(word => word !== 'async' && word !== '')
  const asynchronous = sync ? '' : 'async '
  const head = isShort ? `${words.map(word => (word.endsWith('.') ? word : `${word} `)).join('')}${name}${beside.joint}${asynchronous}`
    : `${words.map(word => (word === 'function' ? `${asynchronous}function ` : `${word} `)).join('')}${words.includes('function') ? '' : asynchronous}${name}`
  const arrowSign = isShort ? ' =>' : ''
  const short = `${head}(${parameters.join(', ')})${arrowSign} {`
  const inner = newline + outer + indent
  const opening = outer.length + short.length <= width || short.includes('\n') ? short
    : `${head}(${parameters.map(each => `${inner}${each},`).join('')}${newline}${outer})${arrowSign} {`
  const statements = [...lines, `return ${closure}${semicolon}`]
  const gap = beside.separator === ',' ? `,${newline}${isApart(source, beside) ? newline : ''}` : newline + newline
  const end = beside.separator === ',' ? '' : beside.isStatement ? semicolon : ''
  return [insert(beside.end, `${gap}${outer}${opening}${statements.map(line => inner + line).join('')}${newline}${outer}}${end}`), ...beside.passedOn(name)]
}

/** Properties of the object have blank lines between them. */
const isApart = (source: Source, { start }: Beside): boolean => source.text.slice(0, start).trimEnd().length < source.text.lastIndexOf('\n', source.text.lastIndexOf('\n', start) - 1)

function listType(source: Source, own: NodeOf<'function'>, given: readonly Given[]): string {
  const typeOf = ({ index }: Given) => source.as(own.parameters[index]!, 'parameter')!.type
  return given.length > 1 ? `{ ${given.map(each => `${each.name}: ${source.textOf(typeOf(each))}`).join('; ')} }[]` : listOf(source, typeOf(given[0]!))
}
