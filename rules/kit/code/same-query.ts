/** The same question asked again: on every turn of a repetition, twice in a function, or by functions of one visit. */
import type { BindingId, NodeId } from '../facts.ts'
import type { Behind, Call, Question, QuestionForm, Repetition, Routine, Step } from '../rule.ts'
import type { Source } from '../source.ts'
import { chainOf, stepsOf, within } from './code.ts'
import { alwaysBefore, isTouched, unknownChange } from './order.ts'
import { holdersOf } from './results.ts'

/** A step, one call behind it, and the form of its question that is equal elsewhere. */
export interface Asking { routine: Routine; step: Step; behind: Behind; question: Question; form: QuestionForm }

/** With the text by which equal forms are known. */
interface Asked extends Asking { text: string }

/** The same on each turn of some repetitions, outermost first. */
export interface Invariant extends Asking { repetitions: Repetition[] }

/** The same as what was asked before. */
export interface Again extends Asking { first: Asking }

/** Up to this many turns are as good as one. */
const fewTurns = 8

/**
 * What can be asked again at all: its answer is read from the database each time. What exactly is asked is worked out
 * last, and only for calls that are `wanted`: it means to follow every step to the query.
 */
function questionsOf(step: Step, wanted: (call: Call) => boolean = () => true): { behind: Behind; question: Question }[] {
  if (!step.waited) return []
  return step.behind.flatMap((behind) => {
    const { call } = behind
    if (call.effect !== 'query' || call.identified || call.facts.memoises || !wanted(call)) return []
    const { question } = behind
    if (!question || question.remembered || question.after.some((write) => mayChange(write, call))) return []
    return isKeptBeside(step, call) ? [] : [{ behind, question }]
  })
}

/** `if (fresh) return load(); return (this.kept ??= load())`: the same is asked beside it and kept. */
const isKeptBeside = (step: Step, call: Call): boolean => step.behind.some(({ call: other, question }) =>
  other.library === call.library && other.subject === call.subject && other.source.path === call.source.path && question?.remembered)

const related = /\b(include|with|populate|relations|join|select)\b/i

/** Whether a write may change what a query gives. */
export function mayChange(write: Call, query: Call): boolean {
  if (write.library !== query.library) return false
  if (write.subject === undefined || query.subject === undefined || write.subject === query.subject) return true
  return related.test(query.source.textOf(chainOf(query.source, query.node)))
}

const writesOf = (step: Step): Call[] => step.behind.flatMap(({ call }) => (call.effect === 'write' ? [call] : []))

/** Words of locks, which are taken so that what is read after them is not what was read before. */
const locks = /lock(?!ed|s\b)|mutex|semaphore|for\W*update/i
const takesLock = (source: Source, { node, name }: Step): boolean => locks.test(name) || locks.test(source.textOf(chainOf(source, node)))

// --- On every turn ----------------------------------------------------------------------------------------------

export function invariantIn(routine: Routine, step: Step): Invariant | undefined {
  const { source } = routine
  if (step.repetitions.length === 0 || source.facts.directives.includes('use client')) return undefined
  for (const { behind, question } of questionsOf(step)) {
    for (const form of question.forms.values()) {
      const repetitions = steadyTurns(routine, step, behind.call, form)
      if (repetitions.length > 0) return { routine, step, behind, question, form, repetitions }
    }
  }
  return undefined
}

/** The innermost repetitions on which the names do not depend, and in which nothing changes the answer. */
function steadyTurns(routine: Routine, step: Step, query: Call, { names, objects }: QuestionForm): Repetition[] {
  const { source } = routine
  const steady: Repetition[] = []
  for (const repetition of [...step.repetitions].reverse()) {
    if (!isOverList(source, repetition) || (repetition.bound ?? Infinity) <= fewTurns) break
    const { start, end } = source.node(repetition.node)
    const isInside = (id: BindingId): boolean => source.facts.bindings[id]!.start >= start && source.facts.bindings[id]!.end <= end
    if ([...names].some(isInside) || [...names, ...objects].some((name) => isTouched(source, name, start, end))) break
    const inside = routine.steps.filter((it) => source.node(it.node).start >= start && source.node(it.node).end <= end)
    if (inside.some((it) => writesOf(it).some((write) => mayChange(write, query)) || takesLock(source, it))) break
    if (unknownChange(source, repetition.node, start, end, routine.steps)) break
    if (query.facts.batches && repetition.concurrent && step.behind.some((it) => it.call === query && it.path.length === 0)) break
    if (decides(source, repetition.node, step.node)) break
    steady.unshift(repetition)
  }
  return steady
}

/** A walk over elements, not a wait for something to happen. */
function isOverList(source: Source, { path, node, kind, element }: Repetition): boolean {
  if (path !== source.path) return false
  const loop = source.node(node)
  if (loop.kind === 'for-of') return !loop.await
  if (loop.kind === 'for') return loop.test >= 0 && [...within(source, loop.test)].some((at) => source.as(at, 'member')?.name === 'length')
  return kind === 'callback' || kind === 'fan-out' ? element !== undefined || loop.kind === 'call' : false
}

/** The loop ends when what it read says so: it looks whether it may go on. `if (!rate) throw …` only asks whether there is one. */
function decides(source: Source, loop: NodeId, query: NodeId): boolean {
  const holders = new Set(holdersOf(source, wholeOf(source, query)))
  return [...within(source, loop)].some((at) => {
    const node = source.node(at)
    if (!['break', 'return', 'throw', 'continue'].includes(node.kind)) return false
    const test = source.as(source.enclosing(at, 'if') ?? -1, 'if')?.test
    if (test === undefined || !source.contains(loop, test)) return false
    return [test, ...within(source, test)].some((id) => {
      const name = source.as(id, 'name')
      if (id === query) return true
      return name !== undefined && holders.has(name.binding) && !(source.node(name.parent).kind === 'unary' && name.parent === test)
    })
  })
}

/** The `await` around a call and the chain that it begins. */
export function wholeOf(source: Source, call: NodeId): NodeId {
  let at = chainOf(source, call)
  for (;;) {
    const { parent } = source.node(at)
    const node = source.node(parent)
    if (node.kind !== 'await' && node.kind !== 'cast') return at
    at = parent
  }
}

// --- Twice ------------------------------------------------------------------------------------------------------

/** Steps that ask what an earlier one of the same visit has asked. */
export function repeatsIn(routine: Routine): Again[] {
  const earlier = routine.alongside.flatMap((other) => other.steps.map((step) => ({ routine: other, step })))
  const wanted = askedTwice([...earlier.map(({ step }) => step), ...routine.steps])
  const asked = new Map<string, Asking[]>()
  const found: Again[] = []
  for (const { routine: other, step } of earlier) for (const asking of askings(other, step, wanted)) note(asked, asking)
  for (const step of routine.steps) {
    const own = askings(routine, step, wanted)
    const again = firstRepeat(asked, routine, own)
    if (again) found.push(again)
    for (const asking of own) note(asked, asking)
  }
  return found
}

/** Calls that can be behind two steps as one question: of one library, by one name, about the same. */
function askedTwice(steps: readonly Step[]): (call: Call) => boolean {
  const once = new Set<string>()
  const twice = new Set<string>()
  const kindOf = ({ library, name, subject }: Call): string => `${library.name} ${name.slice(name.lastIndexOf('.') + 1)} ${subject}`
  for (const step of steps) {
    const queries = step.waited ? step.behind.filter(({ call }) => call.effect === 'query') : []
    for (const kind of new Set(queries.map(({ call }) => kindOf(call)))) (once.has(kind) ? twice : once).add(kind)
  }
  return (call) => twice.has(kindOf(call))
}

const askings = (routine: Routine, step: Step, wanted: (call: Call) => boolean): Asked[] =>
  questionsOf(step, wanted).flatMap(({ behind, question }) => [...question.forms].map(([text, form]) => ({ text, routine, step, behind, question, form })))

function note(asked: Map<string, Asking[]>, asking: Asked): void {
  const known = asked.get(asking.text)
  if (known) known.push(asking)
  else asked.set(asking.text, [asking])
}

function firstRepeat(asked: ReadonlyMap<string, readonly Asking[]>, routine: Routine, own: readonly Asked[]): Again | undefined {
  for (const again of own) {
    const first = asked.get(again.text)?.find((it) => (it.routine === routine ? isRepeated(it, again) : isAlongside(it, again)))
    if (first) return { ...again, first }
  }
  return undefined
}

/** Nothing that runs for the visit may have changed it. */
function isAlongside(first: Asking, again: Asking): boolean {
  return ![...first.routine.steps, ...again.routine.steps].some((step) => writesOf(step).some((write) => mayChange(write, first.behind.call)))
}

function isRepeated(first: Asking, again: Asking): boolean {
  const { source } = again.routine
  const [one, other] = [first.step, again.step]
  if (one.node === other.node || !alwaysBefore(source, one.node, other.node)) return false
  if (one.transaction?.node !== other.transaction?.node || isAwaitedState(source, one, other) || isOnPurpose(source, other)) return false
  const [start, end] = [source.node(one.node).start, source.node(other.node).end]
  if ([again.form, first.form].flatMap(({ names, objects }) => [...names, ...objects]).some((name) => isTouched(source, name, start, end))) return false
  const between = again.routine.steps.filter((it) => it.node !== other.node && source.node(it.node).start >= start && source.node(it.node).end <= end)
  if (between.some((it) => writesOf(it).some((write) => mayChange(write, again.behind.call)) || takesLock(source, it))) return false
  if (unknownChange(source, again.routine.node, start, end, again.routine.steps)) return false
  return !(again.behind.call.facts.batches && areConcurrent(source, one.node, other.node))
}

/** Asked in a loop that began after the first: it waits until the answer is another one. */
function isAwaitedState(source: Source, first: Step, again: Step): boolean {
  return again.repetitions.some(({ node }) => !source.contains(node, first.node) && ['while', 'do', 'for'].includes(source.node(node).kind))
}

/** `getOrCreateCustomer` looks again, since somebody else may have been faster. */
const looksAgain = /OrCreate|OrInsert|^ensure|^upsert/

const fresh = /^(re(fetch|load|read|fresh|freshed|loaded|check)|updated|fresh|latest|current(?=[A-Z]?.*(Now|State|Status))|after|new(?=[A-Z])|final|changed|saved|created)/i

/** Read into a name that held the earlier answer, or that says that it may be another one. */
function isOnPurpose(source: Source, { node, name }: Step): boolean {
  const last = name.split('.').at(-1)!
  if (fresh.test(last) || looksAgain.test(last)) return true
  const whole = wholeOf(source, node)
  const parent = source.node(source.node(whole).parent)
  if (parent.kind === 'assign') return true
  return holdersOf(source, whole).some((id) => fresh.test(source.facts.bindings[id]!.name))
}

/** Elements of one list that is waited for as a whole. */
function areConcurrent(source: Source, one: NodeId, other: NodeId): boolean {
  for (const at of source.outwards(one)) {
    const node = source.as(at, 'array')
    const call = node && source.as(node.parent, 'call')
    if (call && stepsOf(source, call.callee)?.[0] === 'Promise') return source.contains(at, other)
  }
  return false
}
