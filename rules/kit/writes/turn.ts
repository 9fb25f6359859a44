/** What the turns of a loop that writes are made of, and how the rows of all of them can be had at once. */
import type { NodeId } from '../facts.ts'
import type { PerItem } from '../batching/per-item.ts'
import type { Library } from '../library.ts'
import type { Source } from '../source.ts'
import { bindingOf, isConstant, linksOf, usesOf, within } from '../code/code.ts'
import { awaitsIn } from '../edits/edit.ts'
import { callsNamed } from '../code/results.ts'
import { listFacts, memberType, resolved } from '../code/types.ts'

export interface TurnShape {
  /**
   * `map`: the turns do nothing but work out what they write; `collect`: they do more, so that each puts its row on a
   * list.
   */
  how: 'map' | 'collect'
  /** Constants that the row is made of, for `map`. */
  constants: NodeId[]
  /** What is replaced: the whole loop or `Promise.all(…)`, or the write's own statement. */
  whole: NodeId
  /** What becomes of what is written: nobody asks, it is the value of `whole`, or it is pushed to a list. */
  result: 'unused' | 'value' | { pushedTo: NodeId }
  /** Only the first of the rows that a write gives is taken. */
  isFirst: boolean
}

export function turnShape(item: PerItem): TurnShape | undefined {
  return item.map ? ofCallback(item) : ofLoop(item)
}

function ofLoop(item: PerItem): TurnShape | undefined {
  const { source, turn, lookup } = item
  const loop = source.as(turn, 'for-of')
  // A loop by position walks more than its elements.
  if (!loop) return undefined
  const body = statementsOf(source, loop.body)
  const unused = source.node(source.node(lookup).parent).kind === 'expression'
  if (unused) {
    const statement = source.node(lookup).parent
    const isLast = body.at(-1) === statement && areConstants(item, body.slice(0, -1))
    return { how: isLast ? 'map' : 'collect', constants: isLast ? body.slice(0, -1) : [], whole: isLast ? turn : statement, result: 'unused', isFirst: false }
  }
  return ofPush(item, body)
}

/** `created.push(await …)`, or the same through a name. */
function ofPush(item: PerItem, body: readonly NodeId[]): TurnShape | undefined {
  const { source, turn, lookup } = item
  const last = source.as(body.at(-1) ?? -1, 'expression')
  const push = last && source.as(last.value, 'call')
  const callee = push && source.as(push.callee, 'member')
  const [given] = push?.arguments ?? []
  if (!push || callee?.name !== 'push' || push.arguments.length !== 1 || given === undefined || source.node(callee.object).kind !== 'name') return undefined
  const named = given === lookup ? undefined : namedResult(source, lookup, given)
  if (given !== lookup && (!named || body.at(-2) !== named.declare)) return undefined
  const constants = body.slice(0, named ? -2 : -1)
  if (!areConstants(item, constants)) return undefined
  return { how: 'map', constants, whole: turn, result: { pushedTo: callee.object }, isFirst: named?.isFirst ?? false }
}

/** `const row = await …` or `const [row] = await …`, where nothing but `use` uses it. */
function namedResult(source: Source, lookup: NodeId, use: NodeId): { declare: NodeId; isFirst: boolean } | undefined {
  const { parent } = source.node(lookup)
  const declare = source.as(parent, 'declare')
  const id = source.as(use, 'name')?.binding ?? -1
  if (!declare || declare.value !== lookup || declare.bindings.length !== 1 || declare.bindings[0] !== id) return undefined
  const { path, fallback } = source.facts.bindings[id]!
  const isFirst = path.length === 1 && path[0] === 0
  if ((path.length > 0 && !isFirst) || fallback >= 0 || declare.type >= 0 || usesOf(source, id).length !== 1) return undefined
  return { declare: parent, isFirst }
}

function ofCallback(item: PerItem): TurnShape | undefined {
  const { source, turn, lookup, map } = item
  const callback = source.as(turn, 'function')!
  const whole = map!.awaited ?? map!.all
  const isUnused = map!.awaited !== undefined && source.node(source.node(whole).parent).kind === 'expression'
  const shape = (constants: NodeId[], isFirst = false): TurnShape => ({ how: 'map', constants, whole, result: isUnused ? 'unused' : 'value', isFirst })
  if (source.node(callback.body).kind !== 'block') return callback.body === lookup ? shape([]) : undefined

  const body = statementsOf(source, callback.body)
  const last = body.at(-1) ?? -1
  const returned = source.as(last, 'return')?.value ?? -1
  const stated = source.as(last, 'expression')?.value
  if (returned === lookup || (stated === lookup && isUnused)) {
    const constants = body.slice(0, -1)
    return areConstants(item, constants) ? shape(constants) : undefined
  }
  const named = returned >= 0 ? namedResult(source, lookup, returned) : undefined
  if (!named || body.at(-2) !== named.declare) return undefined
  const constants = body.slice(0, -2)
  return areConstants(item, constants) ? shape(constants, named.isFirst) : undefined
}

function statementsOf(source: Source, body: NodeId): readonly NodeId[] {
  return source.as(body, 'block')?.body ?? [body]
}

/** Declarations that do not wait: what they work out can be worked out for all items before the first is written. */
function areConstants(item: PerItem, statements: readonly NodeId[]): boolean {
  const { source, query } = item
  const isPlain = (id: NodeId) => {
    const declare = source.as(id, 'declare')
    return declare?.how === 'const' && declare.value >= 0 && declare.bindings.every((each) => isConstant(source.facts.bindings[each]!))
      && !waits(source, id)
  }
  return statements.every(isPlain) && !waits(source, query)
}

/** Something inside is waited for, or may be a promise that is. */
const waits = (source: Source, id: NodeId): boolean => awaitsIn(source, id).length > 0 || [...within(source, id)].some((at) => source.node(at).kind === 'yield')

/** Whether a name that is bound inside of the turn is used in what is put after the loop. */
export function usesTurn(source: Source, turn: NodeId, id: NodeId): boolean {
  const { start, end } = source.node(turn)
  return [id, ...within(source, id)].some((at) => {
    const binding = bindingOf(source, at)
    return binding !== undefined && binding.start >= start && binding.end <= end
  })
}

/** Each turn puts its row on a list, whatever else it does. */
export function collecting({ source, lookup }: PerItem): TurnShape | undefined {
  const { parent } = source.node(lookup)
  if (source.node(parent).kind !== 'expression') return undefined
  return { how: 'collect', constants: [], whole: parent, result: 'unused', isFirst: false }
}

/** Whether a list is an array of known type: by its declaration, as the rows of a query, or as a part of an element. */
export function isArray({ source }: PerItem, list: NodeId, outer: readonly NodeId[], library: Library): boolean {
  const facts = listFacts(source, list)
  if (facts.array === 'yes') return true
  if (facts.query !== undefined && facts.way.length === 0) {
    const [head] = linksOf(source, facts.query)
    const callee = source.as(facts.query, 'call')?.callee ?? -1
    const name = head?.name ?? source.as(callee, 'member')?.name ?? ''
    if (callsNamed(library, name).some(({ rows }) => rows === 'many')) return true
  }
  const member = source.as(list, 'member')
  const binding = member && bindingOf(source, member.object)
  const loop = outer.find((id) => binding !== undefined && source.as(id, 'for-of')!.bindings.some((each) => source.facts.bindings[each] === binding))
  if (!member || !binding || binding.path.length > 0 || loop === undefined) return false
  const { element } = listFacts(source, source.as(loop, 'for-of')!.list)
  const type = element < 0 ? undefined : memberType(source, element, member.name)
  return type !== undefined && !type.optional && ['type-array', 'type-tuple'].includes(source.node(resolved(source, type.type)).kind)
}
