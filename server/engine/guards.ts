/**
 * Reasons for which a repeated call is legitimate, or cannot be joined with its neighbours. Each is shown by a silent
 * example in the page of the rule that heeds it.
 */
import semver from 'semver'
import type { BindingId, NodeId } from '../../rules/kit/facts.ts'
import type { ManyByObject } from '../../rules/kit/library.ts'
import type { Guard, OptionState } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import { growing } from './bounds.ts'
import { chainCalls, wholeResult } from './chains.ts'
import type { Evaluator } from './evaluate.ts'
import { optionState } from './options.ts'
import type { Turn } from './turns.ts'
import type { Meaning, Site } from './sites.ts'
import { sleeps } from './pacing.ts'
import { doubtsOf } from './doubts.ts'
import { listsOfLink, listsOfSql } from './sql-lists.ts'
import { subtreeEnd } from './world.ts'

/** Up to this many turns are as good as one. */
const fewTurns = 8
export const isShort = (bound: number | undefined): boolean => bound !== undefined && bound <= fewTurns

/** Guards of a site whose call is keyed by a turn's element. `meaning` is of the call that it leads to. */
export function guardsOf(evaluator: Evaluator, source: Source, site: Site, turn: Turn, meaning: Meaning, version: string | undefined): Guard[] {
  const guards: Guard[] = []
  if (source.facts.directives.includes('use client')) guards.push('client-side')
  if (joinedByLibrary(evaluator, source, turn, site, meaning, version)) guards.push('batched-by-library')
  if (turn.limited) guards.push('limited')
  guards.push(...doubtsOf(evaluator, source, site, turn, meaning))
  if (carriesOver(source, site, turn)) guards.push('carried')
  if (turn.repetition.kind === 'loop') {
    const loop = source.node(turn.node)
    if (loop.kind === 'for-of' && loop.await) guards.push('stream')
    if (leavesEarly(source, site, turn)) guards.push('early-exit')
  }
  if (sleeps(evaluator, source, turn)) guards.push('paced')
  if (caughtInside(source, site.node, turn.node)) guards.push('per-item-catch')
  return guards
}

/** The library joins calls of one tick, and these are all issued in one. */
function joinedByLibrary(evaluator: Evaluator, source: Source, turn: Turn, site: Site, meaning: Meaning, version: string | undefined): boolean {
  const { batches } = meaning.fact
  if (!batches || !turn.repetition.concurrent || site.turns.some((it) => it !== turn && !it.repetition.concurrent && it.elements.length > 0 && site.turns.indexOf(it) > site.turns.indexOf(turn))) return false
  if (batches.option && !isOn(optionState(evaluator, source, site.node, meaning, batches.option, version))) return false
  const known = version === undefined ? undefined : semver.coerce(version)
  return !known || semver.satisfies(known, batches.versions)
}

const isOn = (option: OptionState): boolean => option.state === 'set' && option.value !== false

/** The arguments use something that the loop sets from an earlier answer: a cursor, a running value. */
function carriesOver(source: Source, site: Site, turn: Turn): boolean {
  for (const id of site.roots.names) {
    const binding = source.facts.bindings[id]!
    if (binding.kind !== 'let' && binding.kind !== 'var') continue
    if (source.contains(turn.node, binding.value) && binding.value >= 0) continue
    if (binding.assignments.some((assignment) => source.contains(turn.node, assignment) && assignedFromResult(source, site, assignment))) return true
  }
  return addsToList(source, site, turn)
}

/** A walk through a tree: answers are put into the list that is walked. */
function addsToList(source: Source, site: Site, turn: Turn): boolean {
  const list = turn.list < 0 ? undefined : source.as(turn.list, 'name')?.binding
  if (list === undefined || list < 0) return false
  for (let at = turn.node, end = subtreeEnd(source, turn.node); at < end; at++) {
    const call = source.as(at, 'call')
    const callee = call && source.as(call.callee, 'member')
    if (!call || !callee || !growing.has(callee.name) || source.as(callee.object, 'name')?.binding !== list) continue
    if (call.arguments.some((argument) => usesResult(source, site, argument))) return true
  }
  return false
}

function assignedFromResult(source: Source, site: Site, assignment: NodeId): boolean {
  const assign = source.as(assignment, 'assign')
  return assign !== undefined && usesResult(source, site, assign.value)
}

/** Names that hold (part of) what a site's call gives, also when it is gone through: `for (const row of rows)`. */
function resultNames(source: Source, site: Site): ReadonlySet<BindingId> {
  let names = namesBySite.get(site)
  if (!names) namesBySite.set(site, (names = findResultNames(source, site)))
  return names
}

/** Asked several times for each of a few sites; a site belongs to one state of its file. */
const namesBySite = new WeakMap<Site, ReadonlySet<BindingId>>()

function findResultNames(source: Source, site: Site): ReadonlySet<BindingId> {
  const names = new Set<BindingId>()
  const whole = wholeResult(source, site.node)
  const { bindings } = source.facts
  // A name stands before those that are made from it, so that one pass finds most chains and a second the rest.
  for (let pass = 0, found = -1; pass < 3 && names.size !== found; pass++) {
    found = names.size
    bindings.forEach(({ value }, id) => {
      if (value < 0 || names.has(id) || !source.contains(site.owner, value)) return
      const from = givenBy(source, value)
      if (from >= 0 && ((from <= whole && whole < source.endOf(from)) || mentions(source, from, names))) names.add(id)
    })
  }
  return names
}

/** What a name is given: its initialiser, the list of its loop, the list whose callback it is a parameter of. */
function givenBy(source: Source, value: NodeId): NodeId {
  const node = source.node(value)
  if (node.kind === 'for-of') return node.list
  if (node.kind !== 'parameter') return value
  const call = source.as(source.node(node.parent).parent, 'call')
  return call?.arguments.includes(node.parent) ? source.as(call.callee, 'member')?.object ?? -1 : -1
}

function mentions(source: Source, id: NodeId, names: ReadonlySet<BindingId>): boolean {
  if (names.size === 0) return false
  for (let at = id, end = subtreeEnd(source, id); at < end; at++) {
    const name = source.as(at, 'name')
    if (name && names.has(name.binding)) return true
  }
  return false
}

function usesResult(source: Source, site: Site, id: NodeId): boolean {
  return source.contains(id, site.node) || mentions(source, id, resultNames(source, site))
}

/** The loop ends when an answer is the wanted one: `if (found) return found`. */
function leavesEarly(source: Source, site: Site, turn: Turn): boolean {
  for (let at = turn.node, end = subtreeEnd(source, turn.node); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'function') { at = subtreeEnd(source, at) - 1; continue }
    if (node.kind !== 'return' && node.kind !== 'break') continue
    if (node.kind === 'break' && source.enclosing(at, 'for-of', 'for-in', 'for', 'while', 'do', 'switch') !== turn.node) continue
    for (const outer of source.outwards(at)) {
      if (outer === turn.node) break
      const test = source.as(outer, 'if')
      if (test && usesResult(source, site, test.test)) return true
    }
  }
  return false
}

function caughtInside(source: Source, id: NodeId, loop: NodeId): boolean {
  let child = id
  for (const at of source.outwards(id)) {
    if (at === loop) return false
    const node = source.as(at, 'try')
    if (node && node.block === child && node.catch >= 0) return true
    child = at
  }
  return false
}

/**
 * Names that a direct call takes as a whole list of keys: the fix for the problem, not the problem. `in: ids`,
 * `inArray(column, ids)`, `= ANY($1)` with `[ids]`.
 */
export function listNames(source: Source, site: Site): Set<BindingId> {
  const names = new Set<BindingId>()
  const many = site.meaning?.fact.many
  for (const call of site.meaning?.fact.builds ? chainCalls(source, site.node) : [site.node]) {
    const node = source.node(call)
    if (node.kind !== 'call' && node.kind !== 'tagged') continue
    const given = node.kind === 'call' ? node.arguments : node.values
    for (const argument of given) {
      for (let at = argument, end = subtreeEnd(source, argument); at < end; at++) {
        for (const list of listOperands(source, at, many?.style === 'object' || many?.style === 'builder' || many?.style === 'helper' ? many.in : undefined)) wholeNames(source, list, names)
        if (many?.style === 'object') for (const list of listsOfObject(source, at, many)) wholeNames(source, list, names)
      }
    }
    if (many?.style === 'sql') listsOfSql(source, call, many, names, (id, into) => wholeNames(source, id, into))
    if (many?.style === 'chain') listsOfLink(source, call, many, names, (id, into) => wholeNames(source, id, into))
  }
  return names
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

/** A name for the element itself, also in `[index, batch]` of a list's entries. */
function isWholeElement(source: Source, turn: Turn, id: BindingId): boolean {
  if (!turn.elements.includes(id)) return false
  const { path } = source.facts.bindings[id]!
  const call = turn.list < 0 ? undefined : source.as(turn.list, 'call')
  return path.length === 0 || (path.length === 1 && path[0] === 1 && call !== undefined && source.as(call.callee, 'member')?.name === 'entries')
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
