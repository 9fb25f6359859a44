/** What the turns hand to a function, and how its sibling for many is asked for all of them. */
import type { NodeOf, NodeId } from '../facts.ts'
import type { Source } from '../source.ts'
import { keysText } from './batch.ts'
import { anyKey, asksOfSteady } from './guarded-keys.ts'
import { elementPattern } from './element-pattern.ts'
import { indentOf, isSteady, isTested, partAt, type Key, type PerItem } from './per-item.ts'
import { arrow, braced, indentAt, styleOf } from '../edits/style-of.ts'
import { listFacts } from '../code/types.ts'

/** An argument that differs from turn to turn. */
export interface Given {
  index: number
  key: Key
  /** It may be missing for items that the turn passes over. */
  skipsMissing: boolean
  /** What the function calls it; undefined for a pattern. */
  name: string | undefined
}

/** Undefined where an argument cannot be told before the first turn, or the function takes it in no plain way. `isTyped`: something else tells the types of what it takes. */
export function givenTo(item: PerItem, call: NodeOf<'call'>, source: Source, own: NodeOf<'function'>, isTyped: boolean): Given[] | undefined {
  if (call.optional || call.types || call.arguments.some(each => item.source.node(each).kind === 'spread')) return undefined
  const given: Given[] = []
  for (const [index, argument] of call.arguments.entries()) {
    if (isSteady(item, argument)) {
      if (asksOfSteady(item, argument)) return undefined
      continue
    }
    const key = partAt(item, argument)
    const any = key && anyKey(item, key, listFacts(item.source, item.list))
    const name = nameOfParameter(source, own.parameters[index], isTyped)
    if (!key || !any || name === false) return undefined
    given.push({ index, key, skipsMissing: any.isPartial || isTested(item, key), name })
  }
  // Of several values for each item, one that is missing would leave a hole.
  const isWhole = given.length === 1 || given.every(each => !each.skipsMissing && each.name !== undefined && each.key.steps.length === 0)
  return given.length > 0 && isWhole ? given : undefined
}

/** The function takes the element, and nothing else. */
export function wholeElement(source: Source, own: NodeOf<'function'>, isTyped: boolean): Given[] | undefined {
  const name = own.parameters.length === 1 ? nameOfParameter(source, own.parameters[0], isTyped) : false
  return name === false ? undefined : [{ index: 0, key: { node: -1, origin: -1, steps: [] }, skipsMissing: false, name }]
}

/** False for a parameter that is more than a name or pattern with a type. */
function nameOfParameter(source: Source, id: NodeId = -1, isTyped: boolean): string | undefined | false {
  const parameter = source.as(id, 'parameter')
  if (!parameter || parameter.rest || parameter.optional || parameter.fallback >= 0 || parameter.property) return false
  if (source.facts.language.startsWith('ts') && parameter.type < 0 && !isTyped) return false
  return source.facts.bindings[parameter.binding]?.name
}

/** `this.preloadProgress(userId, enrollments.map(each => each.courseId))`, where `list` names the items. */
export function askingText(item: PerItem, call: NodeOf<'call'>, given: readonly Given[], callee: string, list: string): string | undefined {
  const { source } = item
  const style = styleOf(source)
  const known = listFacts(source, item.list)
  // What a query gives is taken for an array wherever it is walked.
  const facts = known.query === undefined ? known : { ...known, array: 'yes' as const }
  const [first] = given
  const element = elementPattern(item, ...given.map(each => each.key))
  const outer = indentOf(item)
  const texts = given.map(({ key }) => {
    const text = anyKey(item, key, facts)?.text
    return text?.replaceAll(`\n${indentAt(source.text, source.node(key.origin).end - 1)}`, `\n${outer}`)
  })
  if (!first || element === undefined || texts.includes(undefined)) return undefined
  const isObject = source.node(first.key.origin).kind === 'object' && first.key.steps.length === 0
  const pair = ({ name: part }: Given, index: number) => (part === texts[index] ? part : `${part}: ${texts[index]}`)
  const items = given.length === 1 ? keysText({ item, list: facts, skipsMissing: first.skipsMissing }, list, element, first.key, isObject ? `(${texts[0]!})` : texts[0]!)
    : `${list}.map(${arrow(style, element, `(${braced(style, given.map(pair).join(', '))})`)})`
  const words = call.arguments.flatMap((each, index) => (index === first.index ? [items] : given.some(other => other.index === index) ? [] : [source.textOf(each)]))
  const short = `${callee}(${words.join(', ')})`
  const isLong = outer.length + short.length + 30 > style.width && words.length > 1 && !short.includes('\n')
  const lines = words.map(word => `${outer}${style.indent}${word}`).join(`,${style.newline}`)
  return isLong ? `${callee}(${style.newline}${lines}${style.trailingComma}${style.newline}${outer})` : short
}
