/** Lists of keys that a query takes as a whole, and turns that each hand it one: the repair of a query per item, not the fault. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { ManyByObject } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { builtCalls } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionsOf } from '../values/values.ts'
import type { Site } from '../sites.ts'
import { listsOfLink, listsOfSql } from './sql-lists.ts'
import type { Turn } from './turns.ts'
import { subtreeEnd } from '../world.ts'

/**
 * Names that a direct call takes as a whole list of keys: the fix for the problem, not the problem. `in: ids`,
 * `inArray(column, ids)`, `= ANY($1)` with `[ids]`.
 */
export function listNames(source: Source, site: Site): Set<BindingId> {
  const names = new Set<BindingId>()
  const many = site.meaning?.fact.many
  for (const call of site.meaning?.fact.builds ? builtCalls(source, site.node) : [site.node]) {
    const node = source.node(call)
    if (node.kind !== 'call' && node.kind !== 'tagged') continue
    const given = node.kind === 'call' ? node.arguments : node.values
    for (const argument of [...given, ...conditionsIn(source, site, given)]) {
      for (let at = argument, end = subtreeEnd(source, argument); at < end; at++) {
        for (const list of listOperands(source, at, many?.style === 'object' || many?.style === 'builder' || many?.style === 'helper' ? many.in : undefined)) wholeNames(source, list, names)
        if (many?.style === 'object') for (const list of listsOfObject(source, at, many)) wholeNames(source, list, names)
      }
    }
    if (site.meaning?.fact.takesList !== undefined && given[site.meaning.fact.takesList] !== undefined) wholeNames(source, given[site.meaning.fact.takesList]!, names)
    if (many?.style === 'sql') listsOfSql(source, call, many, names, (id, into) => wholeNames(source, id, into))
    if (many?.style === 'chain') listsOfLink(source, call, many, names, (id, into) => wholeNames(source, id, into))
  }
  return names
}

/** What local names among the arguments stand for: `const filter = inArray(posts.id, batch)`. */
function conditionsIn(source: Source, site: Site, given: readonly NodeId[]): NodeId[] {
  const found = new Set<NodeId>()
  for (const argument of given) {
    for (let at = argument, end = subtreeEnd(source, argument); at < end; at++) {
      const name = source.as(at, 'name')
      const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding] : undefined
      if (binding?.kind !== 'const' || binding.path.length || binding.value < 0 || binding.function !== source.functionOf(site.node)) continue
      const { kind } = source.node(binding.value)
      if (kind === 'call' || kind === 'conditional' || kind === 'object' || kind === 'binary') found.add(binding.value)
    }
  }
  return [...found]
}

const listKeys = new Set(['in', 'notIn', '$in', '$nin', 'hasSome', 'hasEvery'])

/** `In(ids)`, and `{ id: ids }` where a list by itself is such a condition. */
function listsOfObject(source: Source, id: NodeId, many: ManyByObject): readonly NodeId[] {
  const node = source.node(id)
  if (many.inCall) return node.kind === 'call' && source.as(node.callee, 'name')?.name === many.inCall.name ? node.arguments : []
  return many.in === undefined && node.kind === 'object' ? node.properties.flatMap((it) => (!it.spread && it.value >= 0 && isList(source, it.value) ? [it.value] : [])) : []
}

/** By its own words: `ids.slice(…)`, or one of the chunks that a function of that name makes. */
function isList(source: Source, id: NodeId): boolean {
  const name = source.as(id, 'name')
  const value = name && name.binding >= 0 ? source.facts.bindings[name.binding]!.value : id
  if (value < 0) return false
  const loop = source.as(value, 'for-of')
  const call = source.as(loop ? loop.list : value, 'call')
  const callee = call && (source.as(call.callee, 'member')?.name ?? source.as(call.callee, 'name')?.name)
  if (callee === undefined) return false
  return loop ? ['chunk', 'batch', 'batches', 'chunks'].some((word) => callee.toLowerCase().includes(word)) : sameList.has(callee)
}

const sameList = new Set(['slice', 'splice', 'map', 'filter', 'flatMap'])

function listOperands(source: Source, id: NodeId, operator: string | undefined): NodeId[] {
  const node = source.node(id)
  if (node.kind === 'object') return node.properties.filter((it) => it.key && (listKeys.has(it.key) || it.key === operator) && it.value >= 0).map((it) => it.value)
  if (node.kind === 'call' && operator && source.as(node.callee, 'name')?.name === operator) return node.arguments.slice(1)
  // `OR: chunk.map((it) => …)`: a condition for each of a list is one query for the list.
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  return callee && listMethods.has(callee.name) && source.node(callee.object).kind === 'name' ? [callee.object] : []
}

const listMethods = new Set(['map', 'flatMap', 'filter'])

/** `chunk`, `chunk.map((it) => it.id)`: the name of the list itself, not of something inside it. */
function wholeNames(source: Source, id: NodeId, names: Set<BindingId>): void {
  const node = source.node(id)
  if (node.kind === 'name' && node.binding >= 0) names.add(node.binding)
  else if (node.kind === 'cast' || node.kind === 'await' || node.kind === 'spread') wholeNames(source, node.value, names)
  else if (node.kind === 'array') for (const element of node.elements) if (source.node(element).kind === 'spread') wholeNames(source, element, names)
  if (node.kind !== 'call') return
  const callee = source.as(node.callee, 'member')
  if (callee) wholeNames(source, callee.object, names)
}

/** The lists that lists are made of: `users` for `const ids = users.map((user) => user.id)`. */
export function withOrigins(source: Source, lists: ReadonlySet<BindingId>): Set<BindingId> {
  const all = new Set(lists)
  for (const id of all) {
    const { kind, value, path } = source.facts.bindings[id]!
    if (kind === 'const' && path.length === 0 && value >= 0) wholeNames(source, value, all)
  }
  return all
}

/**
 * Whether the keys that come from a turn are a whole list in every turn: a chunk, or a local slice of the list.
 */
export function takesChunk(source: Source, turn: Turn, lists: ReadonlySet<BindingId>): boolean {
  for (const id of lists) {
    if (isWholeElement(source, turn, id)) return true
    const binding = source.facts.bindings[id]!
    if (binding.value < 0 || !source.contains(turn.node, binding.value)) continue
    if (derivedFromWhole(source, binding.value, turn)) return true
  }
  return false
}

const chunking = ['chunk', 'batches', 'partition']

/**
 * The loop goes over chunks of a list: `for (const part of chunk(ids, 500))`, `batches.entries()` of what such a function
 * gave. Once per chunk is what was wanted.
 */
export function walksChunks(evaluator: Evaluator, source: Source, turn: Turn): boolean {
  return turn.list >= 0 && givesChunks(evaluator, source, turn.list)
}

function givesChunks(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): boolean {
  const inner = (it: NodeId): boolean => givesChunks(evaluator, source, it, depth + 1)
  const node = source.node(id)
  if (depth > 4) return false
  // What is waited for is loaded, rather than cut.
  if (node.kind === 'cast') return inner(node.value)
  if (node.kind === 'name' && node.binding >= 0) {
    const { kind, path, value } = source.facts.bindings[node.binding]!
    return kind === 'const' && path.length === 0 && value >= 0 && (inner(value) || source.usesOf(node.binding).some((use) => isGivenSlice(source, use)))
  }
  if (node.kind !== 'call') return false
  const callee = source.node(node.callee)
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'name' ? callee.name : ''
  if (callee.kind === 'member' && ['entries', 'values', 'map', 'filter'].includes(name)) return inner(callee.object)
  return chunking.some((word) => name.toLowerCase().includes(word)) || optionsOf(evaluator.value(source, node.callee)).some((value) => {
    const place = value.kind === 'function' ? evaluator.world.source(value.path) : undefined
    return place !== undefined && value.kind === 'function' && cutsIntoSlices(place, value.node)
  })
}

/** `parts.push(ids.slice(at, at + 100))`. */
function isGivenSlice(source: Source, use: NodeId): boolean {
  const { parent } = source.node(use)
  const member = source.as(parent, 'member')
  const call = member?.object === use && member.name === 'push' ? source.as(member.parent, 'call') : undefined
  return call?.callee === parent && call.arguments.length === 1 && isSlice(source, call.arguments[0]!)
}

function isSlice(source: Source, id: NodeId): boolean {
  const call = source.as(id, 'call')
  const name = call && source.as(call.callee, 'member')?.name
  return name === 'slice' || name === 'splice'
}

/** `yield list.slice(at, at + size)` of a list that it is handed, or a list of such that is filled and given back. */
function cutsIntoSlices(source: Source, functionId: NodeId): boolean {
  const { parameters } = source.as(functionId, 'function')!
  for (let at = functionId, end = subtreeEnd(source, functionId); at < end; at++) {
    const whole = isSlice(source, at) ? source.as(source.as(source.as(at, 'call')!.callee, 'member')!.object, 'name') : undefined
    if (!whole || whole.binding < 0 || !parameters.includes(source.facts.bindings[whole.binding]!.value)) continue
    const parent = source.node(source.node(at).parent)
    if (parent.kind === 'yield') return true
    const callee = parent.kind === 'call' && parent.arguments.includes(at) ? source.as(parent.callee, 'member') : undefined
    if (callee?.name === 'push') return true
  }
  return false
}

/** A name for the element itself, also in `[index, batch]` of a list's entries and `[status, ids]` of groups. */
function isWholeElement(source: Source, turn: Turn, id: BindingId): boolean {
  if (!turn.elements.includes(id)) return false
  const { path } = source.facts.bindings[id]!
  return path.length === 0 || (path.length === 1 && path[0] === 1)
}

const listing = new Set(['map', 'filter', 'flatMap', 'from'])

/** What a call is handed is a list that was made of a whole element: `batch`, `batch.map(…)`; a text can be trimmed, too. */
export function isChunk(source: Source, turn: Turn, id: NodeId): boolean {
  const node = source.node(id)
  const isList = node.kind === 'name' || node.kind === 'array' || (node.kind === 'call' && listing.has(source.as(node.callee, 'member')?.name ?? ''))
  return isList && derivedFromWhole(source, id, turn)
}

/** `const batch = ids.slice(i, i + 100)`, `const ids = chunk.map(…)`. */
function derivedFromWhole(source: Source, id: NodeId, turn: Turn, depth = 0): boolean {
  const node = source.node(id)
  if (depth > 6) return false
  if (node.kind === 'await' || node.kind === 'cast') return derivedFromWhole(source, node.value, turn, depth + 1)
  // `chunks[index]`.
  if (node.kind === 'index' && turn.index !== undefined) return source.as(node.index, 'name')?.binding === turn.index
  if (node.kind === 'name' && node.binding >= 0) {
    if (turn.elements.includes(node.binding)) return isWholeElement(source, turn, node.binding)
    const value = source.facts.bindings[node.binding]!.value
    return value >= 0 && source.contains(turn.node, value) && source.node(value).kind !== 'parameter' && derivedFromWhole(source, value, turn, depth + 1)
  }
  if (node.kind === 'new') return node.arguments.some((it) => derivedFromWhole(source, it, turn, depth + 1))
  if (node.kind === 'array') return node.elements.some((it) => source.node(it).kind === 'spread' && derivedFromWhole(source, source.as(it, 'spread')!.value, turn, depth + 1))
  if (node.kind !== 'call') return false
  const callee = source.as(node.callee, 'member')
  // Rows that were loaded for the whole chunk.
  if (node.arguments.some((it) => loadedForWhole(source, it, turn, depth + 1))) return true
  if (!callee) return false
  if (callee.name === 'slice' || callee.name === 'splice') return turn.index !== undefined || turn.elements.length === 0 || derivedFromWhole(source, callee.object, turn, depth + 1)
  if (callee.name === 'from') return node.arguments.some((it) => derivedFromWhole(source, it, turn, depth + 1))
  return derivedFromWhole(source, callee.object, turn, depth + 1)
}

function loadedForWhole(source: Source, argument: NodeId, turn: Turn, depth: number): boolean {
  if (source.node(argument).kind !== 'object') return false
  const names = new Set<BindingId>()
  for (let at = argument, end = subtreeEnd(source, argument); at < end; at++) {
    for (const list of listOperands(source, at, undefined)) wholeNames(source, list, names)
  }
  return [...names].some((id) => {
    if (turn.elements.includes(id)) return source.facts.bindings[id]!.path.length === 0
    const { value } = source.facts.bindings[id]!
    return value >= 0 && source.contains(turn.node, value) && derivedFromWhole(source, value, turn, depth + 1)
  })
}
