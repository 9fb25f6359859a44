/** The greatest number of elements that a list can have, where the text says it. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionState } from '../values/options.ts'
import { optionsOf, type Origin, type Value } from '../values/values.ts'

const deepest = 8
const fewAsEnum = 8
/** Links of a query's chain that say how many rows it gives at most. */
const limiting = new Set(['limit', 'take'])

export function boundOf(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): number | undefined {
  if (id < 0 || depth > deepest) return undefined
  const node = source.node(id)
  const inner = (it: NodeId): number | undefined => boundOf(evaluator, source, it, depth + 1)
  switch (node.kind) {
    // An empty literal is filled later.
    case 'array': return node.elements.length === 0 ? undefined : sum(node.elements.map((it) => (source.node(it).kind === 'spread' ? inner(it) : 1)))
    case 'object': return node.properties.length === 0 ? undefined : sum(node.properties.map((it) => (it.spread ? inner(it.value) : 1)))
    case 'cast': case 'await': case 'spread': return inner(node.value)
    case 'conditional': {
      const [then, otherwise] = [inner(node.then), inner(node.otherwise)]
      return then === undefined || otherwise === undefined ? undefined : Math.max(then, otherwise)
    }
    case 'new': return ['Set', 'Map', 'Array'].includes(source.as(node.callee, 'name')?.name ?? '') ? ofMaking(evaluator, source, node.arguments[0] ?? -1, depth) : undefined
    case 'call': return boundOfCall(evaluator, source, id, depth) ?? (isBuiltIn(source, node.callee) ? undefined : ofValue(evaluator, evaluator.value(source, id), depth))
    case 'name': case 'member': return ofValue(evaluator, evaluator.value(source, id), depth) ?? ofName(evaluator, source, id, depth)
    default: return undefined
  }
}

/** `for (let day = 0; day < 7; day++)`. */
export function boundOfCounting(evaluator: Evaluator, source: Source, id: NodeId): number | undefined {
  const loop = source.as(id, 'for')
  const first = loop?.init.map((it) => source.as(it, 'declare')).find((it) => it !== undefined)
  const test = loop && loop.test >= 0 ? source.as(loop.test, 'binary') : undefined
  const from = first && numberOf(evaluator, source, first.value)
  if (!loop || !test || from === undefined || (test.operator !== '<' && test.operator !== '<=')) return undefined
  const to = numberOf(evaluator, source, test.right) ?? lengthOf(evaluator, source, test.right)
  const update = loop.update < 0 ? undefined : source.as(loop.update, 'assign')
  const step = update ? numberOf(evaluator, source, update.value) : 1
  if (to === undefined || !step || step < 1) return undefined
  return Math.max(0, Math.ceil((to - from + (test.operator === '<=' ? 1 : 0)) / step))
}

/** `list.length`. */
function lengthOf(evaluator: Evaluator, source: Source, id: NodeId): number | undefined {
  const member = source.as(id, 'member')
  return member?.name === 'length' ? boundOf(evaluator, source, member.object) : undefined
}

function numberOf(evaluator: Evaluator, source: Source, id: NodeId): number | undefined {
  const value = id < 0 ? undefined : evaluator.value(source, id)
  return value?.kind === 'literal' && typeof value.value === 'number' ? value.value : undefined
}

const sum = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce<number | undefined>((total, it) => (total === undefined || it === undefined ? undefined : total + it), 0)

/** `Array(7)`, `new Set(list)`. */
function ofMaking(evaluator: Evaluator, source: Source, given: NodeId, depth: number): number | undefined {
  return numberOf(evaluator, source, given) ?? boundOf(evaluator, source, given, depth + 1)
}

function ofValue(evaluator: Evaluator, value: Value, depth: number): number | undefined {
  const options = optionsOf(value)
  if (options.length > 1) {
    const bounds = options.map((it) => ofValue(evaluator, it, depth + 1))
    return bounds.some((it) => it === undefined) ? undefined : Math.max(...(bounds as number[]))
  }
  if (value.kind === 'array') return value.origin && value.under === undefined ? ofQuery(evaluator, value.origin) : undefined
  if (value.kind !== 'object') return undefined
  const source = evaluator.world.source(value.path)
  return source && !growsLater(source, value.node) ? boundOf(evaluator, source, value.node, depth + 1) : undefined
}

/** `findMany({ take: 5 })`, `….limit(5)`: as many rows as the query asks for. */
function ofQuery(evaluator: Evaluator, { path, node }: Origin): number | undefined {
  const source = evaluator.world.source(path)
  const call = source?.as(node, 'call')
  if (!source || !call) return undefined
  for (const value of optionsOf(evaluator.value(source, call.callee))) {
    if (value.kind !== 'library-function') continue
    const { fact, library, name, receiver, subject } = value
    const state = fact.options?.limit && optionState(evaluator, source, node, { library, name, fact, receiver, subject }, 'limit', undefined)
    if (state?.state === 'set' && typeof state.value === 'number') return Math.abs(state.value)
    for (const at of fact.builds ? chainCalls(source, node) : []) {
      const step = source.as(at, 'call')
      const callee = step && source.as(step.callee, 'member')
      const limit = callee && limiting.has(callee.name) ? numberOf(evaluator, source, step.arguments[0] ?? -1) : undefined
      if (limit !== undefined) return limit
    }
  }
  return undefined
}

/** `const tables = new Set([…])`: what it is made of has no value of its own. */
function ofName(evaluator: Evaluator, source: Source, id: NodeId, depth: number): number | undefined {
  const name = source.as(id, 'name')
  const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
  const tuple = binding && binding.path.length === 0 && binding.type >= 0 ? source.as(binding.type, 'type-tuple') : undefined
  if (tuple && !tuple.rest) return tuple.types.length
  if (binding?.kind !== 'const' || binding.path.length || binding.value < 0) return undefined
  let { value } = binding
  for (let cast = source.as(value, 'cast'); cast; cast = source.as(value, 'cast')) ({ value } = cast)
  const node = source.node(value)
  if (node.kind === 'array' && node.elements.length === 0) return ofFilling(evaluator, source, name!.binding, depth)
  const isMade = node.kind === 'new' || (node.kind === 'call' && (isBuiltIn(source, node.callee) || sameLength.includes(source.as(node.callee, 'member')?.name ?? '')))
  return isMade && !growsLater(source, value) ? boundOf(evaluator, source, value, depth + 1) : undefined
}

/** `const wanted = []`, filled by `push` in loops over lists whose length is known. */
function ofFilling(evaluator: Evaluator, source: Source, id: number, depth: number): number | undefined {
  const declared = source.functionOf(source.facts.bindings[id]!.value)
  const filling: { use: NodeId; count: number | undefined }[] = source.usesOf(id).map((use) => ({ use, count: countAt(use) }))
  function countAt(use: NodeId): number | undefined {
    const member = source.as(source.node(use).parent, 'member')
    const call = member?.object === use ? source.as(member.parent, 'call') : undefined
    if (!member || !growing.has(member.name)) return member || source.node(source.node(use).parent).kind !== 'assign' ? 0 : undefined
    if (member.name !== 'push' || call?.callee !== source.node(use).parent || call.arguments.some((it) => source.node(it).kind === 'spread')) return undefined
    const turns = turnsAround(evaluator, source, use, declared, depth)
    return turns === undefined ? undefined : turns * call.arguments.length
  }
  if (!filling.some(({ count }) => count)) return undefined
  // Of two branches only one is taken.
  const branches: (typeof filling)[] = []
  for (const one of filling) {
    const others = branches.find((taken) => taken.every(({ use }) => areBranches(source, use, one.use)))
    if (others) others.push(one)
    else branches.push([one])
  }
  return sum(branches.map((taken) => (taken.some(({ count }) => count === undefined) ? undefined : Math.max(...taken.map(({ count }) => count!)))))
}

/** They stand in the two branches of one `if`. */
function areBranches(source: Source, one: NodeId, other: NodeId): boolean {
  for (const at of source.outwards(one)) {
    if (!source.contains(at, other)) continue
    const test = source.as(at, 'if')
    return test !== undefined && test.otherwise >= 0 && source.contains(test.then, one) !== source.contains(test.then, other) && !source.contains(test.test, one) && !source.contains(test.test, other)
  }
  return false
}

/** How often a place runs at most for one run of a function; undefined where that is not known. */
function turnsAround(evaluator: Evaluator, source: Source, id: NodeId, owner: NodeId, depth: number): number | undefined {
  let turns = 1
  let child = id
  for (const at of source.outwards(id)) {
    if (at === owner) return turns
    const node = source.node(at)
    if (node.kind === 'function' || node.kind === 'while' || node.kind === 'do' || node.kind === 'for' || node.kind === 'for-in') return undefined
    if (node.kind === 'for-of' && child === node.body) {
      const bound = boundOf(evaluator, source, node.list, depth + 1)
      if (bound === undefined) return undefined
      turns *= bound
    }
    child = at
  }
  return owner === 0 ? turns : undefined
}

/** Methods that make a list or set longer. */
export const growing: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'add', 'set'])

/** More is put into it after it was written down, so that the literal says nothing of its length. */
function growsLater(source: Source, literal: NodeId): boolean {
  let whole = literal
  while (source.node(source.node(whole).parent)?.kind === 'cast') whole = source.node(whole).parent
  const declare = source.as(source.node(whole).parent, 'declare')
  const binding = declare?.pattern === false ? declare.bindings[0] : undefined
  if (binding === undefined) return false
  return source.usesOf(binding).some((use) => {
    const { parent } = source.node(use)
    const node = source.node(parent)
    if (node.kind === 'index' && node.object === use) return source.as(node.parent, 'assign')?.target === parent
    return node.kind === 'member' && node.object === use && growing.has(node.name) && source.as(node.parent, 'call')?.callee === parent
  })
}

/** `Array.from`, `Object.keys`. */
function isBuiltIn(source: Source, callee: NodeId): boolean {
  const object = source.as(source.as(callee, 'member')?.object ?? -1, 'name')
  return object !== undefined && object.binding < 0 && (object.name === 'Array' || object.name === 'Object')
}

const sameLength = ['map', 'filter', 'sort', 'reverse', 'toSorted', 'toReversed', 'entries', 'keys', 'values', 'fill', 'slice']

function boundOfCall(evaluator: Evaluator, source: Source, id: NodeId, depth: number): number | undefined {
  const { callee, arguments: given } = source.as(id, 'call')!
  const name = source.as(callee, 'name')
  if (name) return name.name === 'Array' && name.binding < 0 ? ofMaking(evaluator, source, given[0] ?? -1, depth) : undefined
  const member = source.as(callee, 'member')
  if (!member) return undefined
  const object = source.as(member.object, 'name')
  if (object && object.binding < 0 && object.name === 'Object') {
    // An exported record of a package that a library describes nothing of is an enum, or as short as one.
    if (given[0] !== undefined && evaluator.value(source, given[0]).kind === 'package') return fewAsEnum
    return boundOf(evaluator, source, given[0] ?? -1, depth + 1)
  }
  if (object && object.binding < 0 && object.name === 'Array') {
    const length = source.as(given[0] ?? -1, 'object')?.properties.find((it) => it.key === 'length')
    if (length) return numberOf(evaluator, source, length.value) ?? lengthOf(evaluator, source, length.value)
    return boundOf(evaluator, source, given[0] ?? -1, depth + 1)
  }
  if (member.name === 'slice' || member.name === 'splice') {
    const from = numberOf(evaluator, source, given[0] ?? -1) ?? negated(evaluator, source, given[0] ?? -1)
    const to = numberOf(evaluator, source, given[1] ?? -1)
    if (from !== undefined && from < 0 && to === undefined && member.name === 'slice') return -from
    if (from !== undefined && to !== undefined && from >= 0 && (member.name === 'splice' || to >= from)) return member.name === 'splice' ? to : to - from
  }
  return sameLength.includes(member.name) ? boundOf(evaluator, source, member.object, depth + 1) : undefined
}

/** `-5`. */
function negated(evaluator: Evaluator, source: Source, id: NodeId): number | undefined {
  const unary = id < 0 ? undefined : source.as(id, 'unary')
  const value = unary?.operator === '-' ? numberOf(evaluator, source, unary.value) : undefined
  return value === undefined ? undefined : -value
}
