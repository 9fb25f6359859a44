/** The shapes in which code runs a query once per item: loops over a list, by position, and callbacks. */
import type { NodeId } from '../facts.ts'
import type { PerItem } from './per-item.ts'
import type { Source } from '../source.ts'
import { bindingOf, isSamePlace, statementOf, stepsOf, within } from '../code/code.ts'

export type Shape = Pick<PerItem, 'turn' | 'map' | 'list' | 'elements' | 'indexed' | 'backwards' | 'runner' | 'before' | 'caught' | 'endsEarly'>

/** What is known of a repetition besides its text: the call that is proven to run its callback for each element, and that few run at a time. */
export interface Proven { runner?: NodeId | undefined; limited?: boolean }

/** `isSync`: the lookup answers at once, without being waited for. */
export function shapeOf(source: Source, lookup: NodeId, isSync: boolean, proven: Proven = {}): Shape | undefined {
  const isAwaited = isSync || source.node(lookup).kind === 'await' || isWaitedTogether(source, lookup)
  let caught: PerItem['caught']
  const withCaught = (shape: Shape | undefined): Shape | undefined => shape && { ...shape, ...caught && { caught } }
  for (const at of source.outwards(source.node(lookup).parent)) {
    const node = source.node(at)
    if (node.kind === 'for' && isAwaited) return withCaught(ofIndex(source, at))
    if (node.kind === 'for' || node.kind === 'while' || node.kind === 'do' || node.kind === 'for-in') return undefined
    if (node.kind === 'function') {
      const waiting = proven.limited && isAwaited ? limiterAround(source, at) : undefined
      if (waiting !== undefined) return withCaught(shapeOf(source, waiting, isSync, { runner: proven.runner }))
      return withCaught(isSync ? ofSyncMap(source, at) : ofMap(source, at, lookup, isAwaited) ?? ofReduce(source, at, isAwaited, lookup) ?? ofRunner(source, at, isAwaited, proven.runner))
    }
    if (node.kind === 'try') {
      // What is released at the end may be what the query runs under.
      if (!source.contains(node.block, lookup) || node.finally >= 0) return undefined
      caught = caught === 'kept' || !isThrownOn(source, at) ? 'kept' : 'thrown-on'
    }
    // What a loop walks is asked for once.
    if (node.kind !== 'for-of' || (node.list >= 0 && source.contains(node.list, lookup))) continue
    const before = statementOf(source, at)
    if (!isAwaited || node.await || node.bindings.length === 0 || before !== at) return undefined
    return withCaught({ turn: at, list: node.list, elements: node.bindings, before })
  }
  return undefined
}

/** `catch (error) { …; throw error }`: it looks at what fails, but keeps nothing back. */
function isThrownOn(source: Source, id: NodeId): boolean {
  const { catch: handler, catchBinding } = source.as(id, 'try')!
  const last = source.as(handler, 'block')?.body.at(-1)
  const thrown = last === undefined ? undefined : source.as(last, 'throw')?.value
  const isLeft = [...within(source, handler)].some(at => ['return', 'continue', 'break'].includes(source.node(at).kind))
  return thrown !== undefined && source.as(thrown, 'name')?.binding === catchBinding && !isLeft
}

/** The loop that runs a statement, where nothing but blocks and conditions lie between them. */
export function shapeAround(source: Source, inner: NodeId): Shape | undefined {
  for (const at of source.outwards(source.node(inner).parent)) {
    const node = source.node(at)
    if (node.kind === 'for' || node.kind === 'while' || node.kind === 'do' || node.kind === 'for-in' || node.kind === 'try') return undefined
    if (node.kind === 'function') return ofMap(source, at, inner, true)
    if (node.kind === 'for-of') return node.await || node.bindings.length === 0 || statementOf(source, at) !== at ? undefined : { turn: at, list: node.list, elements: node.bindings, before: at }
  }
  return undefined
}

/** `for (let i = 0; i < list.length; i++) { const item = list[i] …`: every element, in its order or from the end. */
function ofIndex(source: Source, turn: NodeId): Shape | undefined {
  const loop = source.as(turn, 'for')!
  const [init] = loop.init
  const start = loop.init.length === 1 ? source.as(init!, 'declare') : undefined
  const [index] = start?.bindings ?? []
  if (!start || index === undefined) return undefined
  const isIndex = (id: NodeId) => source.as(id, 'name')?.binding === index
  const isNumber = (id: NodeId, wanted: number) => source.as(id, 'number')?.value === wanted
  const lengthOf = (id: NodeId) => (source.as(id, 'member')?.name === 'length' ? source.as(id, 'member') : undefined)
  const test = source.as(loop.test, 'binary')
  const last = source.as(start.value, 'binary')
  const isUp = isNumber(start.value, 0) && test?.operator === '<' && isIndex(test.left)
  const isDown = last?.operator === '-' && isNumber(last.right, 1) && test?.operator === '>=' && isIndex(test.left) && isNumber(test.right, 0)
  const length = isUp ? lengthOf(test.right) : isDown ? lengthOf(last.left) : undefined
  const sign = isUp ? '+' : '-'
  const step = source.as(loop.update, 'unary')
  const sum = source.as(loop.update, 'assign')
  const isStep = (step?.operator === sign + sign && isIndex(step.value)) || (sum?.operator === `${sign}=` && isIndex(sum.target) && isNumber(sum.value, 1))
  if (!length || !isStep) return undefined
  if (source.facts.bindings[index]!.assignments.some(at => at !== loop.update)) return undefined
  if (statementOf(source, turn) !== turn) return undefined
  const element = source.facts.bindings.findIndex(({ kind, value }) => {
    const at = source.as(value, 'cast')?.how === 'non-null' ? source.as(value, 'cast')!.value : value
    const item = kind === 'const' && value >= 0 && source.contains(loop.body, value) ? source.as(at, 'index') : undefined
    return item !== undefined && isIndex(item.index) && isSamePlace(source, item.object, length.object)
  })
  const indexed = { index, list: length.object }
  const order = isDown ? { backwards: true as const } : {}
  if (element < 0) return stepsOf(source, length.object) ? { turn, list: length.object, elements: [index], indexed, before: turn, ...order } : undefined
  const { value } = source.facts.bindings[element]!
  return { turn, list: length.object, ...order, elements: source.facts.bindings.flatMap((binding, id) => (binding.value === value ? [id] : [])), before: turn }
}

/** `await Promise.all(list.map(async item => …))`. */
function ofMap(source: Source, turn: NodeId, lookup: NodeId, isAwaited: boolean): Shape | undefined {
  const callback = source.as(turn, 'function')!
  if (callback.generator || (isAwaited && !callback.async) || (!isAwaited && !isResultOf(source, turn, lookup))) return undefined
  const call = callback.parent
  const map = source.as(call, 'call')
  const callee = map && source.as(map.callee, 'member')
  if (!map || callee?.name !== 'map' || callee.optional || map.arguments[0] !== turn) return undefined
  const all = map.parent
  const whole = source.as(all, 'call')
  if (whole?.arguments.length !== 1 || stepsOf(source, whole.callee)?.join('.') !== 'Promise.all') return undefined
  if (bindingOf(source, source.as(whole.callee, 'member')!.object)) return undefined

  const awaited = source.node(whole.parent).kind === 'await' ? whole.parent : undefined
  const before = statementBefore(source, awaited ?? all, turn)
  const holder = before === undefined ? undefined : source.as(source.functionOf(before), 'function')
  if (before === undefined || (holder ? !holder.async : awaited === undefined)) return undefined
  if (awaited === undefined && source.as(before, 'return')?.value !== all) return undefined
  const parameter = source.as(callback.parameters[0] ?? -1, 'parameter')
  if (!parameter || parameter.rest || parameter.fallback >= 0) return undefined
  const elements = source.facts.bindings.flatMap((binding, id) => (binding.value === callback.parameters[0] ? [id] : []))
  return { turn, map: { call, all, awaited }, list: callee.object, elements, before }
}

/** `await list.reduce(async (before, item) => { … await before; … }, …)`: each turn waits for the one before it. */
function ofReduce(source: Source, turn: NodeId, isAwaited: boolean, lookup: NodeId): Shape | undefined {
  const { parent: call } = source.node(turn)
  const reduce = source.as(call, 'call')
  const callee = reduce && source.as(reduce.callee, 'member')
  if (!reduce || callee?.name !== 'reduce' || callee.optional || reduce.arguments[0] !== turn || reduce.arguments.length !== 2) return undefined
  const shape = ofCallback(source, turn, call, callee.object, 1, isAwaited)
  const { start } = source.node(lookup)
  const endsEarly = [...within(source, turn)].some(at => source.node(at).kind === 'return' && source.node(at).start < start && source.functionOf(at) === turn)
  return shape && { ...shape, map: { call, all: call, awaited: undefined }, ...endsEarly && { endsEarly } }
}

/** `await eachInTurn(list, async item => …)`, of a function that is proven to run it for every element. */
function ofRunner(source: Source, turn: NodeId, isAwaited: boolean, runner: NodeId | undefined): Shape | undefined {
  const { parent } = source.node(turn)
  const call = parent === runner ? source.as(parent, 'call') : undefined
  const [list] = call?.arguments ?? []
  const name = call && stepsOf(source, call.callee)?.join('.')
  if (list === undefined || list === turn || name === undefined || source.node(list).kind === 'function') return undefined
  const shape = ofCallback(source, turn, parent, list, 0, isAwaited)
  return shape && { ...shape, runner: name }
}

/** An asynchronous callback of a call that is waited for, by the position of the parameter that is the element. */
function ofCallback(source: Source, turn: NodeId, call: NodeId, list: NodeId, position: number, isAwaited: boolean): Shape | undefined {
  const callback = source.as(turn, 'function')!
  const { parent } = source.node(call)
  const isWaitedFor = source.node(parent).kind === 'await'
  const before = statementBefore(source, isWaitedFor ? parent : call, turn)
  const holder = before === undefined ? undefined : source.as(source.functionOf(before), 'function')
  if (!callback.async || callback.generator || !isAwaited || before === undefined || (holder ? !holder.async : !isWaitedFor)) return undefined
  if (!isWaitedFor && source.as(before, 'return')?.value !== call) return undefined
  const id = callback.parameters[position] ?? -1
  const parameter = source.as(id, 'parameter')
  if (!parameter || parameter.rest || parameter.fallback >= 0) return undefined
  return { turn, list, elements: source.facts.bindings.flatMap((binding, at) => (binding.value === id ? [at] : [])), before }
}

/** `limit(async () => …)`: what waits for it stands for the lookup. */
function limiterAround(source: Source, callback: NodeId): NodeId | undefined {
  const own = source.as(callback, 'function')!
  const call = source.as(own.parent, 'call')
  if (!call || !own.async || own.parameters.length > 0 || call.arguments.length !== 1) return undefined
  return source.node(call.parent).kind === 'await' ? call.parent : own.parent
}

const walks = new Set(['map', 'flatMap', 'forEach', 'filter'])

/** `list.map(item => …)` of a query that answers at once. */
function ofSyncMap(source: Source, turn: NodeId): Shape | undefined {
  const { parent: call, parameters, async: isAsync, generator } = source.as(turn, 'function')!
  const map = source.as(call, 'call')
  const callee = map && source.as(map.callee, 'member')
  if (!map || !callee || isAsync || generator || !walks.has(callee.name) || callee.optional || map.arguments[0] !== turn) return undefined
  const before = statementBefore(source, call, turn)
  const parameter = source.as(parameters[0] ?? -1, 'parameter')
  if (before === undefined || !parameter || parameter.rest || parameter.fallback >= 0) return undefined
  const elements = source.facts.bindings.flatMap((binding, id) => (binding.value === parameters[0] ? [id] : []))
  return { turn, map: { call, all: call, awaited: undefined }, list: callee.object, elements, before }
}

/** The callback gives it without awaiting: it is the short body, or what its `return` returns. */
function isResultOf(source: Source, turn: NodeId, lookup: NodeId): boolean {
  const { parent } = source.node(lookup)
  return parent === turn || source.node(parent).kind === 'return'
}

/** The statement around it, if nothing but it is waited for there and nothing decides whether it runs. */
function statementBefore(source: Source, id: NodeId, turn: NodeId): NodeId | undefined {
  const before = statementOf(source, id)
  if (before === undefined) return undefined
  for (const at of source.outwards(source.node(id).parent)) {
    const node = source.node(at)
    if (node.kind === 'conditional' || node.kind === 'if' || (node.kind === 'binary' && ['&&', '||', '??'].includes(node.operator))) return undefined
    if (node.kind !== 'block' && node.kind !== 'module' && at !== before) continue
    break
  }
  const others = [...within(source, before)].filter(at =>
    source.node(at).kind === 'await' && at !== id && !source.contains(turn, at) && !source.contains(id, at))
  return others.length === 0 ? before : undefined
}

/** `await Promise.all([query, …])` inside of a turn: what it gives is waited for with others. */
export function isWaitedTogether(source: Source, lookup: NodeId): boolean {
  const all = source.node(source.node(lookup).parent).parent
  const call = source.node(source.node(lookup).parent).kind === 'array' ? source.as(all, 'call') : undefined
  return call !== undefined && stepsOf(source, call.callee)?.join('.') === 'Promise.all' && source.node(call.parent).kind === 'await'
}
