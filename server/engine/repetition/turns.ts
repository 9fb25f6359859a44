/** What makes code run again: loops and callbacks, and what in them stands for the element of a turn. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import { singular } from '../../../rules/kit/edits/names.ts'
import type { Repetition } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { boundOf, boundOfCounting } from './bounds.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { elementName, listName, textName } from '../names.ts'
import { optionsOf } from '../values/values.ts'
import { subtreeEnd } from '../world.ts'

/** One repetition with what the engine needs to trace its element. */
export interface Turn {
  repetition: Repetition
  /** Names bound anew for each element. */
  elements: BindingId[]
  /** The counter or position: `list[index]` is the element. */
  index: BindingId | undefined
  /** There is no list: the counter itself, by this name, is what differs from turn to turn. */
  counts?: string
  /** Calls that take the element off a list: `queue.shift()`. */
  takes?: NodeId[]
  /** Only a few of its callbacks run at a time. */
  limited?: boolean
  /** `this` is the element. */
  self?: true
  /** The node that is iterated; -1 where there is none. */
  list: NodeId
  node: NodeId
}

/** Whether a part of a loop runs in each of its turns: the list and the start do not. */
export function loopHolds(source: Source, id: NodeId, child: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'for-of' || node.kind === 'for-in') return child === node.body
  return node.kind === 'for' ? !node.init.includes(child) : node.kind === 'while' || node.kind === 'do'
}

/** The turn that a loop makes of what stands in it. */
export function loopTurn(evaluator: Evaluator, source: Source, id: NodeId): Turn {
  const { kind } = source.node(id)
  return kind === 'for-of' || kind === 'for-in' ? overList(evaluator, source, id) : counted(evaluator, source, id)
}

function overList(evaluator: Evaluator, source: Source, id: NodeId): Turn {
  const node = source.as(id, 'for-of') ?? source.as(id, 'for-in')!
  const existing = node.target === undefined ? undefined : source.as(node.target, 'name')
  const bindings = node.bindings.length || !existing || existing.binding < 0 ? node.bindings : [existing.binding]
  const numbers = countsUp(source, node.list)
  const position = numbers ? bindings[0] : positionIn(evaluator, source, node.list, bindings)
  return {
    repetition: {
      kind: 'loop', node: id, path: source.path, concurrent: false, at: { path: source.path, start: node.start, end: source.node(node.list).end },
      element: elementName(source, bindings), list: numbers ? undefined : listName(source, node.list),
      bound: boundOf(evaluator, source, node.list), queried: isQueried(evaluator, source, node.list),
    },
    elements: bindings.filter((it) => it !== position), index: position, ...(numbers && position !== undefined && { counts: source.facts.bindings[position]!.name }), list: node.list, node: id,
  }
}

/** `[index, post]` of an array's entries: the first is only a position. */
function positionIn(evaluator: Evaluator, source: Source, list: NodeId, bindings: readonly BindingId[]): BindingId | undefined {
  const call = source.as(list, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (callee?.name !== 'entries' || call?.arguments.length || !isArray(evaluator, source, callee.object)) return undefined
  return bindings.find((it) => source.facts.bindings[it]!.path[0] === 0)
}

/** Loops without a list of their own: a counter, or a queue that is worked off. */
function counted(evaluator: Evaluator, source: Source, id: NodeId): Turn {
  const node = source.node(id) as Extract<ReturnType<Source['node']>, { kind: 'for' | 'while' | 'do' }>
  const end = node.kind === 'do' ? node.start + 2 : source.node(node.body).start
  const base = {
    kind: 'loop' as const, node: id, path: source.path, concurrent: false, at: { path: source.path, start: node.start, end }, queried: false,
    element: undefined, list: undefined, bound: undefined,
  }
  const found = inside(source, id)
  const [take] = found.takes
  if (take !== undefined) {
    const list = source.as(source.as(take, 'call')!.callee, 'member')!.object
    const named = namedBy(source, take)
    const name = listName(source, list)
    return {
      repetition: { ...base, element: elementName(source, named) ?? (name && singular(name.slice(name.lastIndexOf('.') + 1))), list: name, queried: isQueried(evaluator, source, list) },
      elements: source.contains(id, take) ? named.filter((it) => source.contains(id, source.facts.bindings[it]!.value)) : [],
      index: undefined, takes: found.takes, list, node: id,
    }
  }
  const index = node.kind === 'for' ? node.init.flatMap((it) => source.as(it, 'declare')?.bindings ?? [])[0] : stepped(source, id, node.test)
  if (index === undefined) return { repetition: base, elements: [], index, list: -1, node: id }
  const element = found.indexed.find((it) => source.as(source.as(it, 'index')!.index, 'name')!.binding === index)
  const bound = node.kind === 'for' ? boundOfCounting(evaluator, source, id) : undefined
  if (element === undefined) {
    return { repetition: { ...base, bound }, elements: [], index, ...(node.kind === 'for' && { counts: source.facts.bindings[index]!.name }), list: -1, node: id }
  }
  const list = source.as(element, 'index')!.object
  const name = textName(source, list)
  const named = namedBy(source, element)
  return {
    repetition: { ...base, element: elementName(source, named) ?? (name && singular(name.slice(name.lastIndexOf('.') + 1))), list: name, bound, queried: isQueried(evaluator, source, list) },
    elements: [], index, list: -1, node: id,
  }
}

/** What takes elements off a list, and what reads them by a name, in a loop but not in the loops inside of it. */
function inside(source: Source, loop: NodeId): { takes: NodeId[]; indexed: NodeId[] } {
  const takes: NodeId[] = []
  const indexed: NodeId[] = []
  for (let at = loop + 1, end = subtreeEnd(source, loop); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'while' || node.kind === 'do' || node.kind === 'for') at = subtreeEnd(source, at) - 1
    else if (node.kind === 'index' && source.node(node.index).kind === 'name') indexed.push(at)
    else if (node.kind === 'call' && takesOff(source, loop, at)) takes.push(at)
  }
  return { takes, indexed }
}

function takesOff(source: Source, loop: NodeId, id: NodeId): boolean {
  const call = source.as(id, 'call')!
  const callee = source.as(call.callee, 'member')
  if (!callee || call.arguments.length || (callee.name !== 'shift' && callee.name !== 'pop')) return false
  const object = source.as(callee.object, 'name')
  if (!object) return source.node(callee.object).kind === 'member'
  return object.binding >= 0 && !source.contains(loop, Math.max(0, source.facts.bindings[object.binding]!.value))
}

/** The names that an expression is given: `const line = lines[at]!`, `(id = queue.pop())`. */
function namedBy(source: Source, id: NodeId): readonly BindingId[] {
  let at = id
  let { parent } = source.node(at)
  while (['cast', 'await', 'binary'].includes(source.node(parent).kind)) [at, parent] = [parent, source.node(parent).parent]
  const node = source.node(parent)
  if (node.kind === 'declare' && node.value === at) return node.bindings
  const target = node.kind === 'assign' && node.value === at ? source.as(node.target, 'name') : undefined
  return target && target.binding >= 0 ? [target.binding] : []
}

/** `while (at < ids.length)` with `at++` somewhere inside. */
function stepped(source: Source, loop: NodeId, test: NodeId): BindingId | undefined {
  for (let at = test, end = subtreeEnd(source, test); at < end; at++) {
    const name = source.as(at, 'name')
    if (name && name.binding >= 0 && source.facts.bindings[name.binding]!.assignments.some((it) => source.contains(loop, it) && isStep(source, it))) return name.binding
  }
  return undefined
}

/** `at++`, `at += 1`. */
function isStep(source: Source, id: NodeId): boolean {
  const assign = source.as(id, 'assign')
  return source.node(id).kind === 'unary' || (assign?.operator === '+=' && source.as(assign.value, 'number')?.value === 1)
}

/** `Array.from({ length: n })`, `Array(n).keys()`, `range(n)`: numbers, and nothing else. */
export function countsUp(source: Source, id: NodeId): boolean {
  const node = id < 0 ? undefined : source.node(id)
  if (node?.kind === 'array') return node.elements.length === 1 && source.node(node.elements[0]!).kind === 'spread' && countsUp(source, node.elements[0]!)
  if (node?.kind === 'cast' || node?.kind === 'spread') return countsUp(source, node.value)
  if (node?.kind !== 'call' && node?.kind !== 'new') return false
  const name = source.as(node.callee, 'name')
  if (name) return (name.name === 'Array' && name.binding < 0 && node.arguments.length === 1) || name.name === 'range'
  const callee = source.as(node.callee, 'member')
  if (!callee) return false
  if (callee.name === 'range') return true
  if (callee.name !== 'from') return ['fill', 'keys', 'map'].includes(callee.name) && countsUp(source, callee.object)
  const length = source.as(node.arguments[0] ?? -1, 'object')
  return length?.properties.some((it) => it.key === 'length') ?? false
}

export function isQueried(evaluator: Evaluator, source: Source, list: NodeId): boolean {
  return optionsOf(evaluator.value(source, list)).some((value) => value.kind === 'array' && value.origin !== undefined && value.under === undefined)
}

/** Proven to be an array, by its type or by how it was made. */
function isArray(evaluator: Evaluator, source: Source, id: NodeId): boolean {
  return optionsOf(evaluator.value(source, id)).every((value) =>
    value.kind === 'array' || (value.kind === 'object' && evaluator.world.source(value.path)?.node(value.node).kind === 'array'))
}

/** Declared or made as a map, whose `forEach` hands over values and then keys. */
export function isMap(source: Source, id: NodeId): boolean {
  const name = source.as(id, 'name')
  const made = source.as(id, 'new')
  if (made) return ['Map', 'URLSearchParams', 'FormData', 'Headers'].includes(source.as(made.callee, 'name')?.name ?? '')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  if (!binding || binding.path.length) return false
  const type = binding.type >= 0 ? source.as(binding.type, 'type-name') : undefined
  if (type) return type.name[0] === 'Map' || type.name[0] === 'ReadonlyMap'
  return binding.value >= 0 && isMap(source, binding.value)
}
