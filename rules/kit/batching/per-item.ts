/**
 * A query that runs once per item, as recipes need to see it: which list, which element, what varies from turn to
 * turn, and where a query for all items could stand. Undefined wherever the code is not of a shape that is understood.
 */
import type { Binding, BindingId, NodeId } from '../facts.ts'
import type { Call, Guard, Reached, TextEdit } from '../rule.ts'
import type { Source } from '../source.ts'
import { declines } from './declines.ts'
import { bindingOf, chainOf, isConstant, isPure, isSamePlace, linksOf, spanOf, stepsOf, varies, within } from '../code/code.ts'
import { crossedBy, type Crossed } from './crossed-loops.ts'
import { isListOfAny } from './guarded-keys.ts'
import { elementPattern, isOfEntries } from './element-pattern.ts'
import { isIndexed } from './indexed-elements.ts'
import { isToldApart, tellingOf } from '../code/results.ts'
import { moved } from '../edits/edit.ts'
import { fresh, plural } from '../edits/names.ts'
import { outOfParentheses } from '../edits/parentheses.ts'
import { arrow, indentAt, styleOf } from '../edits/style-of.ts'
import { listFacts } from '../code/types.ts'
import { changesList, endOf } from './turn-effects.ts'
import { shapeAround, shapeOf } from './turn-shapes.ts'

export interface PerItem {
  source: Source
  /** The query: its call, or the whole chain of a builder. */
  query: NodeId
  /** What gives the result: the `await`, or the query itself where a callback returns it. */
  lookup: NodeId
  /** The loop statement, or the callback of `map`. */
  turn: NodeId
  /** `list.map(…)`, where that repeats it, and the `Promise.all` around it. */
  map?: { call: NodeId; all: NodeId; awaited: NodeId | undefined }
  list: NodeId
  elements: BindingId[]
  /** There is no name for the element but the list at an index, which then stands among the elements. */
  indexed?: { index: BindingId; list: NodeId }
  /** The loop goes from the last element to the first. */
  backwards?: true
  /** The function that is handed the list and the callback. */
  runner?: string
  /** The statement before which a query for all items can stand. */
  before: NodeId
  /** It does not run in every turn: it stands in a branch, or behind a `continue`. */
  conditional: boolean
  /** Loops around it, outermost first, of whose elements the list is a part: the keys of all lists are asked for at once. */
  outer?: readonly { list: NodeId; element: string; walked: boolean }[]
  /** A loop around it over a list that has nothing to do with the own one: each of its elements meets each of those. */
  crossed?: Crossed
  /** What fails in one turn is caught in it, and kept from the others or thrown on. */
  caught?: 'kept' | 'thrown-on'
  /** The elements are parameters of a function: of a list, they are parts of each of its items. */
  parts?: true
  /** The indentation of what is written before the turns, where that is not the one of `before`. */
  indent?: string
  /** The loop may end before its list does, though not because it has found what it looked for. */
  endsEarly?: true
  /** Methods of what the library gives that only tell what is there: `snapshot.data()`. */
  telling?: ReadonlySet<string>
}

const stops: Guard[] = ['chunk', 'cursor', 'carried', 'retry', 'stream', 'paced', 'memoised', 'guarded-once']

/** Items that are known already, of calls that are seen as if they stood elsewhere. */
const workedOut = new WeakMap<Reached, PerItem>()

/** The same query seen as one of an item that is known already: a lookup in a function of its own, by its parameter. */
export function withItem(reached: Reached, item: PerItem): Reached {
  const direct = new Proxy(reached, { get: (target, name) => (name === 'path' ? [] : Reflect.get(target, name, target)) })
  workedOut.set(direct, item)
  return direct
}

/** A call behind the same place, seen as if nothing but it were there. */
export function seenAs(reached: Reached, call: Call, item: PerItem): Reached {
  const { reach, entry, from } = reached
  const own: Partial<Reached> = {
    call, path: [], source: call.source, node: call.node, at: call.at, repetitions: [], inner: [], guards: [], keyedBy: undefined, listed: undefined, transaction: undefined,
    routine: { name: undefined, reach, entry, from, steps: [], source: call.source, node: 0, alongside: [] },
  }
  const direct = new Proxy(reached, { get: (target, name) => (name in own ? own[name as keyof Reached] : Reflect.get(target, name, target)) })
  workedOut.set(direct, item)
  return direct
}

/**
 * Reads the repetition around a direct call. With `innermost` whatever else repeats that one stays as it is; with `reads`
 * all rows may be read in advance, also of loops around it, and where a turn may end the loop or catches what fails.
 */
export function perItem(reached: Reached, which: 'all' | 'innermost' | 'reads' = 'all'): PerItem | undefined {
  const known = workedOut.get(reached)
  if (known) return known
  if (reached.path.length > 0 || reached.repetitions.length === 0) return undefined
  const around = which === 'innermost' ? [] : reached.repetitions.slice(0, -1).filter(({ path, node }) => path !== reached.source.path || !isEndless(reached.source, node))
  if (around.length > 0 && which !== 'reads') return declines(reached, 'a further loop is around it')
  const guard = reached.guards.find(each => stops.includes(each))
  if (guard) return declines(reached, `of the guard \`${guard}\``)
  const { source, node, facts } = reached.call
  const query = facts.builds ? chainOf(source, node) : node
  const inner = itemAt(reached, source, query, isSyncQuery(reached.call, source, query))
  const item = around.reduceRight<PerItem | undefined>(at => at && widened(at), inner)
  if (inner && !item) return declines(reached, 'a further loop is around it')
  if (which === 'reads') return item
  if (item?.backwards) return declines(reached, 'the loop goes from the end to the beginning')
  if (item?.caught) return declines(reached, 'what fails in one turn is caught in it')
  return item?.endsEarly ? declines(reached, 'the loop may end before its list does') : item
}

/** The query answers at once: its driver's methods do, or the link of a chain that runs it. */
export function isSyncQuery({ facts: { many } }: Call, source: Source, query: NodeId): boolean {
  if (many?.style === 'sql') return many.sync === true
  const last = many?.style === 'builder' && many.sync ? linksOf(source, query).at(-1)?.name ?? '' : ''
  return many?.style === 'builder' && (many.runs?.includes(last) || many.first?.[last] !== undefined) && source.node(source.node(query).parent).kind !== 'await'
}

/** The same for the call behind which a query hides. */
export function perItemBehind(reached: Reached): PerItem | undefined {
  if (reached.repetitions.length === 0 || reached.inner.length > 0) return declines(reached, 'a further loop is behind it')
  const guard = reached.guards.find(each => stops.includes(each))
  if (guard) return declines(reached, `of the guard \`${guard}\``)
  const { many } = reached.call.facts
  const item = itemAt(reached, reached.source, reached.node, (many?.style === 'sql' || many?.style === 'builder') && many.sync === true && reached.source.node(reached.source.node(reached.node).parent).kind !== 'await')
  const around = reached.repetitions.slice(0, -1).filter(({ path, node }) => path !== reached.source.path || !isEndless(reached.source, node))
  // Where the loops around it cannot be seen as one with it, each of their turns asks once.
  return around.reduceRight<PerItem | undefined>(at => at && widened(at), item) ?? item
}

function itemAt(reached: Reached, source: Source, query: NodeId, isSync: boolean): PerItem | undefined {
  const { parent } = source.node(query)
  const lookup = source.node(parent).kind === 'await' ? parent : query
  const last = reached.repetitions.at(-1)
  const shape = shapeOf(source, lookup, isSync, { runner: last?.path === source.path ? last.node : undefined, limited: reached.guards.includes('limited') })
  if (!shape) return declines(reached, 'the loop is of no known shape')
  const telling = tellingOf(reached.call.library)
  const item: PerItem = { source, query, lookup, ...shape, conditional: isConditional(source, lookup, shape.turn), ...telling.size > 0 && { telling } }
  if (changesList(item)) return declines(reached, 'the turns change the list or the key')
  if (isToldApart(source, lookup)) return declines(reached, 'it matters which object the row is')
  const end = endOf(item)
  if (end === 'search') return declines(reached, 'the loop ends with the first row that it looks for')
  return end === 'early' ? { ...item, endsEarly: true } : item
}

/** The same seen from the loop around it, if its list is a part of that one's element. */
function widened(item: PerItem): PerItem | undefined {
  const { source, map, before, list, lookup } = item
  const shape = map ? undefined : shapeAround(source, before)
  if (!shape) return undefined
  const outer: PerItem = { source, query: item.query, lookup, ...shape, conditional: false }
  const steps = stepsTo(outer, item.outer?.[0]?.list ?? list)
  const facts = listFacts(source, shape.list)
  const conditional = isConditional(source, lookup, shape.turn)
  if (!item.outer && !item.crossed && isSteady(outer, list)) return isConditional(source, before, shape.turn) ? undefined : crossedBy({ ...item, conditional }, outer, facts)
  const element = elementPattern(outer, { node: list, origin: item.outer?.[0]?.list ?? list, steps: [] })
  const isOnce = facts.array === 'no' && !facts.walked
  if (isConditional(source, before, shape.turn) && !isListOfAny(outer, list)) return undefined
  if (steps?.size !== 0 || element === undefined || isOnce || changesList(outer) || endOf(outer) === 'search') return undefined
  return {
    ...item, turn: shape.turn, before: shape.before, ...shape.map && { map: shape.map }, conditional,
    outer: [{ list: shape.list, element, walked: facts.walked === true }, ...item.outer ?? []], ...(item.endsEarly || endOf(outer)) && { endsEarly: true as const },
  }
}

/** A loop that fetches lists one after the other until none is left; each list is then asked for at once. */
function isEndless(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  return node.kind === 'while' || node.kind === 'do' || (node.kind === 'for' && node.test < 0 && node.update < 0)
}

export function isConditional(source: Source, lookup: NodeId, turn: NodeId): boolean {
  for (const at of source.outwards(source.node(lookup).parent)) {
    if (at === turn) break
    const node = source.node(at)
    if (node.kind === 'if' || node.kind === 'conditional' || node.kind === 'switch') return true
    if (node.kind === 'binary' && ['&&', '||', '??'].includes(node.operator)) return true
  }
  const { start } = source.node(lookup)
  return [...within(source, turn)].some(at => {
    const node = source.node(at)
    return node.start < start && ['continue', 'return', 'throw', 'break'].includes(node.kind)
  })
}

// --- The key ---------------------------------------------------------------------------------------------------

/** Whether `id` is the same on every turn, apart from the calls that `isKnown` vouches for. */
export function isSteady(item: PerItem, id: NodeId, isKnown?: (call: NodeId) => boolean): boolean {
  const { source, turn, elements } = item
  const isElement = (at: NodeId) => elements.includes(source.as(at, 'name')?.binding ?? -1)
  return !varies(source, id, turn) && isPure(source, id, knownIn(item, isKnown)) && !isElement(id) && ![...within(source, id)].some(isElement)
}

/** What the library tells of its rows counts as known too. */
const knownIn = ({ source, telling }: PerItem, isKnown?: (call: NodeId) => boolean) => (at: NodeId): boolean => {
  const call = source.as(at, 'call')
  const callee = call && source.as(call.callee, 'member')
  return isKnown?.(at) === true || (callee !== undefined && telling?.has(callee.name) === true && call!.arguments.every(each => source.node(each).kind === 'text'))
}

/** The expression of a key, as far as it can be worked out for all items at once. */
export interface Key {
  /** In the query. */
  node: NodeId
  /** The same, or what the loop's own constant stands for. */
  origin: NodeId
  /** Statements of the turn with the constants that it is made of, in their order. */
  steps: readonly NodeId[]
}

export function keyAt(item: PerItem, node: NodeId, isKnown?: (call: NodeId) => boolean): Key | undefined {
  const key = partAt(item, node, isKnown)
  // `{ gt: id }` asks for more than equality.
  return key && ['object', 'array'].includes(item.source.node(key.origin).kind) ? undefined : key
}

/** The same for anything that is made of an element. */
export function partAt(item: PerItem, node: NodeId, isKnown?: (call: NodeId) => boolean): Key | undefined {
  const { source, elements } = item
  const own = ownConstant(item, node)
  const origin = own && own.path.length === 0 ? own.value : node
  const steps = stepsTo(item, origin, isKnown)
  if (!steps) return undefined
  const key: Key = { node, origin, steps: [...steps].sort((a, b) => a - b) }
  const uses = partsOf(source, key).filter(at => elements.includes(source.as(at, 'name')?.binding ?? -1))
  // The bare index of a loop is no part of its element.
  const isOf = uses.length > 0 && (!item.indexed || (steps.size === 0 && uses.every(at => isIndexed(item, source.node(at).parent))))
  return isOf && elementPattern(item, key) !== undefined ? key : undefined
}

/** Whether the turn has looked at the key before it asks: then it may be missing. */
export function isTested({ source, turn, lookup }: PerItem, { origin }: Key): boolean {
  const end = source.node(lookup).start
  return stepsOf(source, origin) !== undefined && [...within(source, turn)].some(at => {
    const node = source.node(at)
    const test = node.kind === 'if' || node.kind === 'conditional' ? node.test : node.kind === 'binary' && node.operator === '&&' ? node.left : undefined
    return test !== undefined && source.node(test).start < end && [test, ...within(source, test)].some(each => isSamePlace(source, each, origin))
  })
}

/** Everything that the key is made of. */
export const partsOf = (source: Source, { origin, steps }: Key): NodeId[] => [origin, ...steps].flatMap(each => [each, ...within(source, each)])

/** A key that can be written in the place of any element, without steps of its own. */
export function plainKeyAt(item: PerItem, node: NodeId, isKnown?: (call: NodeId) => boolean): Key | undefined {
  const key = keyAt(item, node, isKnown)
  return key?.steps.length === 0 ? key : undefined
}

/** A constant that the turn declares for itself. */
function ownConstant({ source, turn, elements }: PerItem, id: NodeId): Binding | undefined {
  const binding = bindingOf(source, id)
  const isOwn = binding !== undefined && !elements.includes(source.as(id, 'name')!.binding) && binding.kind === 'const' && binding.value >= 0
    && binding.fallback < 0 && source.contains(turn, binding.value) && isConstant(binding)
  return isOwn ? binding : undefined
}

/** The statements that have to run before `id` can be worked out; undefined where they do more than that. */
function stepsTo(item: PerItem, id: NodeId, isKnown?: (call: NodeId) => boolean): Set<NodeId> | undefined {
  const { source, turn, elements } = item
  if (!isPure(source, id, knownIn(item, isKnown))) return undefined
  const steps = new Set<NodeId>()
  for (const at of [id, ...within(source, id)]) {
    const name = source.as(at, 'name')
    if (!name || name.binding < 0 || elements.includes(name.binding)) continue
    const own = ownConstant(item, at)
    if (!own) {
      if (varies(source, at, turn)) return undefined
      continue
    }
    const statement = source.node(own.value).parent
    const inner = source.as(statement, 'declare')?.value === own.value ? stepsTo(item, own.value, isKnown) : undefined
    if (!inner) return undefined
    for (const each of [...inner, statement]) steps.add(each)
  }
  return steps
}

// --- The list ----------------------------------------------------------------------------------------------------

/** The indentation of lines before the turns. */
export const indentOf = ({ source, before, indent }: PerItem): string => indent ?? indentAt(source.text, source.node(before).start)

/** The list as the reader calls it. */
export const nameOfList = ({ source, list }: PerItem): string => {
  const steps = stepsOf(source, list)
  return steps ? `\`${steps.join('.')}\`` : 'the list'
}

/** How the list is named before the loop as an array, with the edits that give it a name where it has none. */
export function listNamed(item: PerItem, taken: Set<string>, isIterator = false): { name: string; lines: string[]; edits: TextEdit[] } {
  const { source, list, elements, before, outer } = item
  const isWalked = isIterator || isOfEntries(item)
  if (!outer && isPure(source, list) && stepsOf(source, list)) return { name: isWalked ? `[...${source.textOf(list)}]` : source.textOf(list), lines: [], edits: [] }
  const element = source.facts.bindings[elements[0]!]!
  const word = element.path.length === 0 && element.name.length > 2 ? plural(element.name) : 'items'
  const name = fresh(taken, word === element.name ? `all${word}` : word, 'items')
  const to = indentAt(source.text, spanOf(source, before).start)
  const text = isWalked ? `[...${moved(source, list, [], to)}]` : moved(source, list, [], to)
  const all = (outer ?? []).reduceRight((below, each) => `${each.walked ? `[...${source.textOf(each.list)}]` : source.textOf(each.list)}.flatMap(${arrow(styleOf(source), each.element, below)})`, text)
  const lines = [`const ${name} = ${all}${styleOf(source).semicolon}`]
  return { name, lines, edits: outer ? [] : [{ ...outOfParentheses(source, list), text: name }] }
}
