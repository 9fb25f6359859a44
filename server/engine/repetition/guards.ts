/**
 * Reasons for which a repeated call is legitimate, or cannot be joined with its neighbours. Each is shown by a silent
 * example in the page of the rule that heeds it.
 */
import semver from 'semver'
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Guard, OptionState } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { growing } from './bounds.ts'
import { wholeResult } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionState } from '../values/options.ts'
import type { Turn } from './turns.ts'
import type { Meaning, Site } from '../sites.ts'
import { asksForOne } from './chosen-turns.ts'
import { isFlush } from './flushing.ts'
import { takesLock } from './locks.ts'
import { sleeps } from './pacing.ts'
import { sentTogether } from './sending.ts'
import { doubtsOf } from './doubts.ts'
import { rareTurns } from './rare-turns.ts'
import { isMemoised } from './remembering.ts'
import { subtreeEnd } from '../world.ts'

/** Up to this many turns are as good as one. */
const fewTurns = 8
export const isShort = (bound: number | undefined): boolean => bound !== undefined && bound <= fewTurns

/** Guards of a site whose call is keyed by a turn's element. `meaning` is of the call that it leads to. */
export function guardsOf(evaluator: Evaluator, source: Source, site: Site, turn: Turn, meaning: Meaning, version: string | undefined): Guard[] {
  const guards: Guard[] = []
  if (source.facts.directives.includes('use client')) guards.push('client-side')
  if (joinedByLibrary(evaluator, source, turn, site, meaning, version) || sentTogether(evaluator, source, site.node, turn) === 'one') guards.push('batched-by-library')
  if (turn.limited) guards.push('limited')
  guards.push(...doubtsOf(evaluator, source, site, turn, meaning))
  if (carriesOver(source, site, turn) || drains(source, site, turn)) guards.push('carried')
  else if (addsToList(source, site, turn)) guards.push('walk')
  if (takesLock(source, site.node, turn)) guards.push('locked')
  if (isMemoised(source, site.node, turn)) guards.push('memoised')
  if (isFlush(source, site.node, turn)) guards.push('chunk')
  if (asksForOne(source, site, turn)) guards.push('guarded-once')
  if (turn.repetition.kind === 'loop') {
    const loop = source.node(turn.node)
    if (loop.kind === 'for-of' && loop.await) guards.push('stream')
    // `slug`, `slug-1`, `slug-2` until one is free: nobody wants the others.
    if (leavesEarly(source, site, turn)) guards.push(turn.counts !== undefined && turn.repetition.bound !== undefined ? 'retry' : 'early-exit')
  }
  if (sleeps(evaluator, source, turn)) guards.push('paced')
  guards.push(...rareTurns(source, site.node, turn, meaning.fact.does))
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
  return false
}

/** A walk through a tree: answers are put into the list that is walked. All that wait there could be asked for at once. */
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

/** A loop inside of the turn that goes on until an answer is empty: it turns pages, it does not ask for items. */
function drains(source: Source, site: Site, turn: Turn): boolean {
  return site.turns.slice(site.turns.indexOf(turn) + 1).some((it) =>
    it.repetition.kind === 'loop' && it.list < 0 && it.index === undefined && leavesEarly(source, site, it))
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
