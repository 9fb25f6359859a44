/** Transactions that one statement begins and another ends: `client.query('BEGIN')` … `client.query('COMMIT')`. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Call } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls, wholeResult } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { calleePlace } from '../graph.ts'
import { nameOf, type Opened } from './transactions.ts'
import { optionsOf } from '../values/values.ts'

interface Step { kind: 'begin' | 'commit' | 'rollback'; call: NodeId; library: string; handle: BindingId; fact: Call }

export function begunAround(evaluator: Evaluator, source: Source, id: NodeId, owner: NodeId): Opened | undefined {
  const steps = stepsOf(evaluator, source)
  if (steps.length === 0) return undefined
  const { start } = source.node(id)
  for (let at = source.functionOf(id); ; at = source.functionOf(at)) {
    const own = steps.filter((step) => source.functionOf(step.call) === at && source.node(step.call).end <= start)
    const begin = own.findLast((step) => step.kind === 'begin' && step.call !== id && source.contains(partAround(source, step.call), id))
    if (begin) {
      const isOver = own.some((step) => step.kind !== 'begin' && step.handle === begin.handle && step.call > begin.call && ends(source, step, id))
      return isOver ? undefined : opened(evaluator, source, begin)
    }
    if (at === 0 || at === owner) return undefined
  }
}

/** Whether a name is the handle of a transaction that some statement begins. */
export function isBegunHandle(evaluator: Evaluator, source: Source, binding: BindingId): boolean {
  return stepsOf(evaluator, source).some((step) => step.kind === 'begin' && step.handle === binding)
}

function opened(evaluator: Evaluator, source: Source, begin: Step): Opened | undefined {
  const library = evaluator.world.knowledge.library(begin.library)
  return library && {
    at: calleePlace(source, begin.call), node: begin.call, library, callback: undefined, own: true, binding: begin.handle,
    handle: source.facts.bindings[begin.handle]!.name, begin: { source, call: begin.call }, ambient: false,
  }
}

/** What comes after a call on some way may come after it on another way only where it stands in a part of its own. */
function partAround(source: Source, call: NodeId): NodeId {
  for (const at of source.outwards(call)) {
    const { parent } = source.node(at)
    const holder = parent < 0 ? undefined : source.node(parent)
    if (!holder || holder.kind === 'function' || holder.kind === 'module') return at
    if (holder.kind === 'if' && holder.test !== at) return at
    if (holder.kind === 'try') return at
    if (holder.kind === 'switch' || holder.kind === 'conditional') return at
  }
  return 0
}

/** Whether a transaction is over at a place, because of a call before it. */
function ends(source: Source, step: Step, id: NodeId): boolean {
  let child = step.call
  for (const at of source.outwards(step.call)) {
    if (source.contains(at, id) && at !== step.call) {
      const holder = source.node(at)
      // Whoever fails before the commit goes to the `catch`.
      return !(holder.kind === 'try' && holder.block === child && holder.catch >= 0 && source.contains(holder.catch, id))
    }
    const holder = source.node(at)
    if (holder.kind === 'if' && holder.test !== child) return false
    if (holder.kind === 'switch' || holder.kind === 'conditional') return false
    if (holder.kind === 'try' && holder.catch === child) return false
    child = at
  }
  return true
}

/** A pure function of a file's text and of what the libraries say. */
const candidatesBySource = new WeakMap<Source, readonly NodeId[]>()

/** Calls of a file that begin or end a transaction. */
function stepsOf(evaluator: Evaluator, source: Source): readonly Step[] {
  let candidates = candidatesBySource.get(source)
  if (!candidates) {
    const names = evaluator.beginningNames
    candidatesBySource.set(source, candidates = source.calls.filter((id) => {
      const callee = source.as(source.as(id, 'call')?.callee ?? -1, 'member')
      return callee !== undefined && names.has(callee.name)
    }))
  }
  return candidates.flatMap((id) => stepAt(evaluator, source, id) ?? [])
}

function stepAt(evaluator: Evaluator, source: Source, id: NodeId): Step | undefined {
  const { callee, arguments: given } = source.as(id, 'call')!
  const { object } = source.as(callee, 'member')!
  for (const value of optionsOf(evaluator.value(source, callee))) {
    if (value.kind !== 'library-function') continue
    const { fact, library } = value
    const kind = fact.sql === undefined ? (fact.begins ? 'begin' : fact.ends) : fact.begins && typeof fact.sql === 'number' ? bySql(source, given[fact.sql]) : undefined
    if (!kind) continue
    // Handed a callback, it is over with it.
    if (kind === 'begin' && fact.runs?.some((it) => givenCallback(source, given, it.argument))) continue
    const handle = kind === 'begin' && fact.begins === 'result' ? resultName(source, id) : receiverName(source, object)
    if (handle !== undefined) return { kind, call: id, library, handle, fact }
  }
  return undefined
}

function bySql(source: Source, text: NodeId | undefined): Step['kind'] | undefined {
  const node = text === undefined ? undefined : source.node(text)
  const words = node?.kind === 'text' ? node.value : node?.kind === 'template' ? node.texts[0] ?? '' : ''
  const [first, second] = words.trim().toLowerCase().split(/[\s;]+/)
  if (first === 'begin' || (first === 'start' && second === 'transaction')) return 'begin'
  if (first === 'commit' || first === 'end') return 'commit'
  return first === 'rollback' && second !== 'to' ? 'rollback' : undefined
}

function givenCallback(source: Source, given: readonly NodeId[], position: number | 'last'): boolean {
  const argument = given[position === 'last' ? given.length - 1 : position]
  const kind = argument === undefined ? undefined : source.node(argument).kind
  return kind === 'function' || kind === 'name' || kind === 'member'
}

/** `const t = await sequelize.transaction()`, `const trx = await db.startTransaction().execute()`. */
function resultName(source: Source, id: NodeId): BindingId | undefined {
  const whole = wholeResult(source, chainCalls(source, id)[0]!)
  const parent = source.node(source.node(whole).parent)
  if (parent.kind === 'declare') return parent.pattern ? undefined : parent.bindings[0]
  return parent.kind === 'assign' ? nameOf(source, parent.target) : undefined
}

/** `runner` of `runner.startTransaction()`. */
function receiverName(source: Source, object: NodeId): BindingId | undefined {
  const node = source.node(object)
  return node.kind === 'await' ? undefined : nameOf(source, object)
}
