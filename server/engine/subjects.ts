/** What rules are handed: calls with their repetition, path and reach; handlers; route trees. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Call, Confidence, Entry, Guard, Handler, Hop, Place, Platform, Reach, Reached, Repetition, Routine, Transaction } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import type { FoundEntry } from './entries/entries.ts'
import { CallSubject, type Context } from './call-subject.ts'
import { flowOf, givesSomething } from './routines/flows.ts'
import { calleePlace } from './graph.ts'
import { isChunk, listNames, takesChunk, walksChunks } from './repetition/chunks.ts'
import { guardsOf, isShort } from './repetition/guards.ts'
import { listedBy } from './repetition/listed.ts'
import { boundByCallers } from './repetition/given-lists.ts'
import { isLock } from './repetition/locks.ts'
import { keepingOf } from './repetition/keeping.ts'
import { middlewareReason } from './entries/middleware-reasons.ts'
import { keepsRecord } from './repetition/recording.ts'
import { isRememberedBehind } from './repetition/remembering.ts'
import { failureFlowOf, hasAnsweredBefore } from './routines/outcomes.ts'
import { platformOf } from './entries/platforms.ts'
import type { Reaching } from './entries/reach.ts'
import { RoutineSubject } from './routines/routines.ts'
import { givenAt, type Site } from './sites.ts'
import { keyOf, type Way } from './summaries.ts'
import { transactionAround } from './routines/transactions.ts'
import { writeGuardsOf } from './repetition/write-guards.ts'

class ReachedSubject implements Reached {
  readonly call: Call
  readonly at: Place
  readonly path: Hop[]
  readonly inner: Repetition[]
  readonly source: Source
  readonly node: NodeId
  readonly repetitions: Repetition[]
  readonly keyedBy: Repetition | undefined
  readonly repeatedBy: Repetition | undefined
  readonly proven: boolean
  readonly waited: boolean
  readonly #context: Context
  readonly #site: Site
  readonly #way: Way | undefined
  readonly #keyed: ReadonlySet<number>
  /** The position of `repeatedBy`. */
  #turn: number
  #guards: Guard[] | undefined
  #reaching: Reaching | undefined

  constructor(context: Context, source: Source, site: Site, call: Call, way: Way | undefined) {
    this.#context = context
    this.#site = site
    this.#way = way
    this.call = call
    this.source = source
    this.node = site.node
    this.at = calleePlace(source, site.node)
    this.path = way ? [context.graph.hop(source.path, site), ...way.hops] : []
    this.inner = way?.inner ?? []
    this.#keyed = this.#keyedTurns()
    // A counter is an element only where something is asked with it.
    this.repetitions = site.turns.map(({ repetition, counts }, index) => (counts !== undefined && this.#keyed.has(index) ? { ...repetition, element: counts } : repetition))
    this.proven = site.proven && (way?.proven ?? true)
    this.waited = site.waited && (way?.waited ?? true)
    this.#turn = this.#keyedTurn()
    this.keyedBy = this.#turn < 0 ? undefined : this.repetitions[this.#turn]
    if (this.#turn < 0) this.#turn = site.turns.findLastIndex((turn) => turn.repetition.element !== undefined)
    this.repeatedBy = this.#turn < 0 ? undefined : this.repetitions[this.#turn]
  }

  /** The turns on whose element the call's arguments depend. */
  #keyedTurns(): ReadonlySet<number> {
    if (!this.#way) return this.#site.roots.turns
    const turns = new Set<number>()
    for (const position of [...this.#way.parameters, ...(this.#way.self ? [-1] : [])]) {
      for (const turn of givenAt(this.source, this.#site, position, this.#way.parts.get(position))?.turns ?? []) turns.add(turn)
    }
    return turns
  }

  /** The innermost of them; a short list inside of a long one is not what makes them many. */
  #keyedTurn(): number {
    const long = [...this.#keyed].filter((index) => !isShort(this.repetitions[index]!.bound))
    return Math.max(-1, ...(long.length ? long : this.#keyed))
  }

  get guards(): Guard[] {
    return (this.#guards ??= this.#findGuards())
  }

  #findGuards(): Guard[] {
    const turn = this.#site.turns[this.#turn]
    if (!turn) return []
    const { source } = this
    const meaning = this.#way?.meaning ?? this.#site.meaning!
    const guards = guardsOf(this.#context.evaluator, source, this.#site, turn, meaning, this.call.version)
    const boundAt = (index: number): number | undefined =>
      this.repetitions[index]!.bound ?? boundByCallers(this.#context, source, this.#site.owner, this.#site.turns[index]!.list)
    if (isShort(productOf((this.#keyed.size ? [...this.#keyed] : [this.#turn]).map(boundAt)))) guards.push('bounded')
    if (walksChunks(this.#context.evaluator, source, turn)) guards.push('chunk')
    if (this.call.effect === 'write') guards.push(...writeGuardsOf(this.#context.evaluator, source, this.#site, turn))
    if (!this.#way) {
      if (takesChunk(source, turn, listNames(source, this.#site))) guards.push('chunk')
      return guards
    }
    if (this.#way.onFailure) guards.push('on-failure')
    if (isRememberedBehind(source, this.#site.node, turn, this.#way.memory)) guards.push('memoised')
    if (this.#asksAnotherClient(this.#way)) guards.push('other-target')
    if (this.#locksBehind()) guards.push('locked')
    if (this.#recordsBehind(this.#way)) guards.push('recorded')
    for (const position of this.#way.lists) {
      const argument = this.#argument(position)
      if (argument !== undefined && isChunk(source, turn, argument)) guards.push('chunk')
    }
    return guards
  }

  /** `for (const store of stores) store.find(id)`: the element is what is asked, and no part of the question. */
  #asksAnotherClient(way: Way): boolean {
    const positions = [...way.parameters, ...(way.self ? [-1] : [])]
    const given = positions.filter((position) => givenAt(this.source, this.#site, position, way.parts.get(position))?.turns.has(this.#turn))
    return given.length > 0 && given.every((position) => way.clients.has(position))
  }

  /** Something that the same call leads to locks what it reads. */
  #locksBehind(): boolean {
    const { graph, evaluator } = this.#context
    return this.#site.targets.some((target) => graph.summaries.of(target).some(({ call }) => {
      const place = evaluator.world.peek(call.path)
      return place !== undefined && isLock(place, call.node)
    }))
  }

  /** The function behind the call is handed what to do, and asks and notes whether it is done. */
  #recordsBehind({ call }: Way): boolean {
    const { graph, evaluator } = this.#context
    const node = this.source.node(this.#site.node)
    const handed = node.kind === 'call' ? node.arguments.flatMap((argument, position) => (this.source.node(argument).kind === 'function' ? [position] : [])) : []
    return handed.length > 0 && this.#site.targets.some((target) => {
      const place = target.path === call.path ? evaluator.world.peek(target.path) : undefined
      if (!place || place.functionOf(call.node) !== target.node) return false
      const queries = graph.summaries.of(target).filter((way) => way.effect === 'query' && way.hops.length === 0).map((way) => way.call.node)
      return keepsRecord(place, target.node, handed, queries)
    })
  }

  #argument(position: number): NodeId | undefined {
    const node = this.source.node(this.#site.node)
    return node.kind === 'call' || node.kind === 'new' ? node.arguments[position] : undefined
  }

  get #reached(): Reaching {
    return (this.#reaching ??= this.#context.graph.reaches.of({ path: this.source.path, node: this.#site.owner }))
  }

  get reach(): Reach { return this.#reached.reach }
  get entry(): Entry | undefined { return this.#reached.entry }
  get from(): Hop[] { return this.#reached.hops }
  /** The visitor waits for it: every step from the entry is waited for. */
  get keepsWaiting(): boolean { return this.#reached.waited && this.waited && !this.#isAnsweredBefore }

  /** In the handler itself, where the way to the call begins. */
  get #isAnsweredBefore(): boolean {
    const [step = { path: this.source.path, site: this.#site }] = this.#reached.callers
    const source = this.#context.evaluator.world.peek(step.path)
    return source !== undefined && hasAnsweredBefore(source, step.site.node, step.site.owner, (id) => this.#context.graph.answersAt(step.path, id))
  }

  get answered(): boolean {
    const way = [...this.#reached.callers, { path: this.source.path, site: this.#site }].reverse()
    for (const step of way) {
      const source = this.#context.evaluator.world.peek(step.path)
      if (!source) return true
      const answers = (id: NodeId): boolean => this.#context.graph.answersAt(step.path, id)
      const value = flowOf(source, step.site.node, answers)
      const flow = value === 'kept' ? failureFlowOf(source, step.site.node, answers) : value
      if (flow !== 'returned') return flow === 'answered'
    }
    return true
  }

  get listed(): Call | undefined { return listedBy(this.#context, this.source, this.#site.turns[this.#turn]) }
  get transaction(): Transaction | undefined { return transactionAround(this.#context.evaluator, this.source, this.node) }
  get routine(): Routine { return new RoutineSubject(this.#context, this.source, this.#site.owner) }

  get platform(): Platform {
    return platformOf(this.#context.evaluator.world.surroundings, this.source, this.#reached.found)
  }

  /** Assigned to something that outlives the call: a module's name, a global, a field. */
  get kept(): boolean {
    const way = [...this.#reached.callers, { path: this.source.path, site: this.#site }].reverse()
    for (const step of way) {
      const source = this.#context.evaluator.world.peek(step.path)
      const keeping = source && keepingOf(source, step.site.node, step.site.owner)
      if (keeping !== 'returned') return keeping !== 'dropped'
    }
    return false
  }

  get confidence(): Confidence {
    if (!this.proven) return 'low'
    return this.path.length > 2 ? 'medium' : 'high'
  }
}

const productOf = (bounds: readonly (number | undefined)[]): number | undefined =>
  bounds.reduce((product, it) => (product === undefined || it === undefined ? undefined : product * it), 1)

/** Everything that can be said of a site: its own call, or the calls behind it. */
export function reachedAt(context: Context, source: Source, site: Site): ReachedSubject[] {
  if (site.meaning?.fact.does) {
    return [new ReachedSubject(context, source, site, new CallSubject(context, source, site.node, site.meaning, site.waited), undefined)]
  }
  // A call that nothing repeats says nothing new: what is behind it is judged where it stands.
  if (site.turns.length === 0) return []
  const found: ReachedSubject[] = []
  const seen = new Set<string>()
  for (const target of site.targets) {
    for (const way of context.graph.summaries.of(target)) {
      if (way.innerKeyed || seen.has(keyOf(way.call)) || !context.graph.leads(source.path, site, way)) continue
      seen.add(keyOf(way.call))
      const place = context.evaluator.world.peek(way.call.path)
      if (!place) continue
      const call = new CallSubject(context, place, way.call.node, way.meaning, way.waited)
      found.push(new ReachedSubject(context, source, site, call, way))
    }
  }
  return found
}

/** The handlers of a file, as wholes. */
export function handlersOf(context: Context, source: Source): Handler[] {
  const links = context.graph.links(source.path)
  return (links?.entries ?? []).filter((found) => !found.middleware).map((found) => handler(context, found)).filter((it) => it !== undefined)
}

function handler(context: Context, found: FoundEntry): Handler | undefined {
  const source = context.evaluator.world.peek(found.handler.path)
  if (!source) return undefined
  // Most rules ask for the method first and are done: the rest is worked out at the first need.
  const marks = lazy(() => context.graph.marks(found.handler))
  const before = lazy(() => [...found.before.map((value) => ({ value, at: found.at })), ...context.graph.before(found)])
  const around = lazy(() => before().flatMap(({ value }) => (value.kind === 'function' ? context.graph.marksWithin(value) : [])))
  const answers = lazy(() => marks().filter((mark) => mark.kind === 'answer'))
  return {
    entry: context.graph.entry(found), at: found.at, policy: found.policies,
    get personal() {
      const own = marks().filter((mark) => mark.kind === 'personal')
      return [...own, ...before().flatMap(({ value, at }) => middlewareReason(context, value, at))].map(({ says, at }) => ({ says, at }))
    },
    get headers() {
      return [...marks(), ...around()].flatMap((mark) => (mark.kind === 'header' ? [mark.name] : []))
    },
    get answers() {
      return answers().some((mark) => !mark.empty) || (found.form.answersByReturn === true && givesSomething(source, found.handler.node))
    },
    get reached() {
      return context.graph.summaries.of(found.handler).flatMap((way) => {
        const place = context.evaluator.world.peek(way.call.path)
        return place ? [new CallSubject(context, place, way.call.node, way.meaning, way.waited)] : []
      })
    },
    get responses() {
      return answers().flatMap((mark) => (!mark.empty && mark.at.path === source.path ? [{ at: mark.at, node: mark.node, facts: mark.fact }] : []))
    },
    source, node: found.handler.node,
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
