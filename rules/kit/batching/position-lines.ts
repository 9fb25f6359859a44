/** The lines that ask for all at once where the answers come in order, and the map, or the list, that they are looked up in. */
import type { NodeId } from '../facts.ts'
import type { TextEdit } from '../rule.ts'
import { keysText, type Written } from './batch.ts'
import type { PositionQuery } from './by-position.ts'
import { elementPattern } from './element-pattern.ts'
import { anyKey } from './guarded-keys.ts'
import { outsideText } from './indexed-elements.ts'
import { indentOf, type PerItem } from './per-item.ts'
import { replaceNode, rewrite } from '../edits/edit.ts'
import { camel, capital, fresh, plural, singular } from '../edits/names.ts'
import { outOfParentheses, wrapped } from '../edits/parentheses.ts'
import { arrow, quoted, styleOf } from '../edits/style-of.ts'

/** What the answers are asked for by: the list, the name or pattern of its element, and how the query and its key read there. */
interface Walk { over: string; element: string; key: string; text(node: NodeId): string }

/** `list` is the name of the items where the lines stand; `use` says what stands where the query stood. */
export function writeAnswers(query: PositionQuery, list: string, taken: Set<string>, use: (found: string) => TextEdit[]): Written | undefined {
  const { item, many, key, property, word, index, mentions } = query
  const { source } = item
  const style = styleOf(source)
  const text = anyKey(item, key, query.list)?.text
  const element = elementPattern(item, key)
  const all = elementPattern(item, key, ...mentions.map(each => ({ node: each, origin: each, steps: [] })))
  if (text === undefined || element === undefined || (key.steps.length === 0 && all === undefined)) return undefined
  const lines: string[] = []
  const whole = isWholeAnswer(item) ? item.map!.awaited : undefined
  const keys = keysText({ item, list: query.list, skipsMissing: query.skipsMissing }, list, element, key, text)
  const isNamed = key.steps.length > 0 || query.skipsMissing || (many.by === 'keys' && keys !== list && whole === undefined)
  let walk: Walk = { over: list, element: all ?? element, key: text, text: node => outsideText(item, node) }
  if (isNamed) {
    const over = fresh(taken, plural(camel(property)), `all${capital(plural(camel(property)))}`)
    const name = singular(over) === over ? 'key' : singular(over)
    lines.push(`const ${over} = ${keys}${style.semicolon}`)
    walk = { over, element: name, key: name, text: node => rewrite(source, source.node(node).start, source.node(node).end, mentions.filter(each => source.contains(node, each)).map(each => replaceNode(source, each, name))) }
  }
  const asked = answersOf(query, walk, isNamed ? walk.over : keys, taken)
  lines.push(...asked.lines)
  if (whole !== undefined) return { lines, turns: [{ ...outOfParentheses(source, whole), text: wrapped(source, whole, asked.value) }], elsewhere: [], isWhole: true }

  const values = fresh(taken, plural(word), `found${capital(plural(word))}`)
  lines.push(`const ${values} = ${asked.value}${style.semicolon}`)
  if (index !== undefined) return { lines, turns: use(`${values}[${index}]`), elsewhere: [] }
  const map = fresh(taken, `${plural(word)}By${capital(camel(property))}`)
  const position = taken.has('index') ? 'position' : 'index'
  lines.push(fitted(query, `const ${map} = new Map(`, `${walk.over}.map((${isNamed ? walk.element : element}, ${position}) => [${walk.key}, ${values}[${position}]])`, `)${style.semicolon}`))
  return { lines, turns: use(`${map}.get(${source.textOf(key.node)})`), elsewhere: [] }
}

/** The callback gives nothing but the value: the answers for all are the list already. */
const isWholeAnswer = ({ source, map, turn, lookup }: PerItem): boolean => map?.awaited !== undefined && source.as(turn, 'function')?.body === lookup

/** The expression that all answers are, with what has to stand before. */
function answersOf(query: PositionQuery, walk: Walk, keys: string, taken: Set<string>): { lines: string[]; value: string } {
  const { item: { source, query: node }, many, client, word } = query
  const style = styleOf(source)
  const call = source.as(node, 'call')!
  const callee = source.as(call.callee, 'member')!
  const each = (body: string) => `${walk.over}.map(${arrow(style, walk.element, body)})`
  const outer = indentOf(query.item)
  const orNone = (text: string, isLong = false) => [`${walk.over}.length > 0`, `? await ${text}`, ': []'].join(isLong ? style.newline + outer + style.indent : ' ')
  const types = call.types?.length === 1 ? `<(${source.textOf(call.types[0]!)} | null)[]>` : ''
  switch (many.by) {
    case 'keys': return { lines: [], value: orNone(`${client}.${many.call}${types}(${keys})`) }
    case 'receivers': case 'references': {
      const text = `${client}.${many.call}(...${each(walk.text(many.by === 'receivers' ? callee.object : call.arguments[0]!))})`
      return { lines: [], value: orNone(text, outer.length + aside + walk.over.length + text.length > style.width) }
    }
    case 'tick': return { lines: [], value: fitted(query, 'await Promise.all(', each(walk.text(node)), ')') }
    case 'commands': {
      const answers = fresh(taken, 'answers', 'pipelined')
      const command = `[${[quoted(style, callee.name), ...call.arguments.map(walk.text)].join(', ')}]`
      const sent = fitted(query, `const ${answers} = await ${client}.${many.call}(`, each(command), `).${many.runs}()${style.semicolon}`)
      const one = singular(word)
      const typed = source.facts.language.startsWith('ts') && many.type !== undefined ? `${one} as ${many.type}` : one
      const inner = style.newline + outer + style.indent
      return { lines: [sent], value: `(${answers} ?? []).map(([error, ${one}]) => {${inner}if (error) throw error${style.semicolon}${inner}return ${typed}${style.semicolon}${style.newline}${outer}})` }
    }
  }
}

/** About as long is the name of what is asked for, with all that is written around it. */
const aside = 24

/** What is too long for one line has its middle on a line of its own. */
function fitted({ item }: PositionQuery, head: string, middle: string, tail: string): string {
  const { width, newline, indent, trailingComma } = styleOf(item.source)
  const outer = indentOf(item)
  const more = head.startsWith('const') ? 0 : aside
  return outer.length + more + head.length + middle.length + tail.length <= width ? head + middle + tail : `${head}${newline}${outer}${indent}${middle}${trailingComma}${newline}${outer}${tail}`
}
