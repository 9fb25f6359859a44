/** Functions as wholes: what each does one after the other, as rules about order are handed it. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Asked, Behind, Call, Entry, Hop, Place, Reach, Repetition, Routine, Step, Transaction } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { alongsideOf } from './alongside.ts'
import { CallSubject, type Context } from '../call-subject.ts'
import { calleeName, calleePlace } from '../graph.ts'
import { directQuestion, questionBehind } from './questions.ts'
import type { Reaching } from '../entries/reach.ts'
import { reads } from './reading.ts'
import type { Site } from '../sites.ts'
import { keyOf } from '../summaries.ts'
import { asksOf } from './asks.ts'
import { openedAround, type Opened } from './transactions.ts'

/** Answers are worked out when a rule asks: most functions are of no interest after their first step. */
class StepSubject implements Step {
  readonly node: NodeId
  readonly proven: boolean
  readonly waited: boolean
  readonly #context: Context
  readonly #source: Source
  readonly #site: Site
  #behind: Behind[] | undefined
  #around: { opened: Opened | undefined } | undefined
  #asks: Asked[] | undefined
  #reads: boolean | undefined

  constructor(context: Context, source: Source, site: Site) {
    this.#context = context
    this.#source = source
    this.#site = site
    this.node = site.node
    this.proven = site.proven
    this.waited = site.waited
  }

  get at(): Place { return calleePlace(this.#source, this.node) }
  get name(): string { return calleeName(this.#source, this.node) }
  get repetitions(): Repetition[] { return this.#site.turns.map((turn) => turn.repetition) }
  get transaction(): Transaction | undefined { return this.#opened }
  get #opened(): Opened | undefined { return (this.#around ??= { opened: openedAround(this.#context.evaluator, this.#source, this.node, this.#site.owner) }).opened }

  get asks(): Asked[] {
    const opened = this.#opened
    return opened ? (this.#asks ??= asksOf(this.#context, this.#source, this.#site, opened)) : []
  }


  get call(): Call | undefined {
    return this.#site.meaning?.fact.does ? new CallSubject(this.#context, this.#source, this.node, this.#site.meaning, this.waited) : undefined
  }

  get targets(): Step['targets'] { return this.#site.targets }
  get reads(): boolean { return (this.#reads ??= reads(this.#context, this.#source, this.#site)) }

  get behind(): Behind[] {
    return (this.#behind ??= [...this.#direct(), ...this.#through()])
  }

  #direct(): Behind[] {
    const { call } = this
    if (!call) return []
    const question = lazily(() => directQuestion(this.#context, this.#source, this.#site))
    return [{ call, path: [], dependsOn: new Set(), inner: [], get question() { return question() } }]
  }

  #through(): Behind[] {
    const found = new Map<string, Behind>()
    for (const target of this.#site.targets) {
      for (const way of this.#context.graph.summaries.of(target)) {
        const place = this.#context.evaluator.world.peek(way.call.path)
        if (!place || found.has(keyOf(way.call))) continue
        const question = lazily(() => questionBehind(this.#context, this.#source, this.#site, target, way))
        found.set(keyOf(way.call), {
          get question() { return question() },
          call: new CallSubject(this.#context, place, way.call.node, way.meaning, way.waited),
          path: [this.#context.graph.hop(this.#source.path, this.#site), ...way.hops],
          dependsOn: new Set([...way.parameters, ...(way.self ? [-1] : [])]), inner: way.inner,
        })
      }
    }
    return [...found.values()]
  }
}

export class RoutineSubject implements Routine {
  readonly source: Source
  readonly node: NodeId
  readonly #context: Context
  #steps: Step[] | undefined
  #reaching: Reaching | undefined

  constructor(context: Context, source: Source, node: NodeId) {
    this.#context = context
    this.source = source
    this.node = node
  }

  get name(): string | undefined { return this.source.as(this.node, 'function')?.name || undefined }
  get #reached(): Reaching { return (this.#reaching ??= this.#context.graph.reaches.of({ path: this.source.path, node: this.node })) }
  get reach(): Reach { return this.#reached.reach }
  get entry(): Entry | undefined { return this.#reached.entry }
  get from(): Hop[] { return this.#reached.hops }

  get alongside(): Routine[] {
    return alongsideOf(this.#context, this.source, { path: this.source.path, node: this.node }).flatMap((other) => {
      const source = this.#context.evaluator.world.peek(other.path)
      return source ? [new RoutineSubject(this.#context, source, other.node)] : []
    })
  }

  get steps(): Step[] {
    const sites = this.#context.graph.links(this.source.path)?.sites.get(this.node) ?? []
    return (this.#steps ??= [...sites].sort((a, b) => a.node - b.node).map((site) => new StepSubject(this.#context, this.source, site)))
  }
}

/** The functions of a file that call something. */
export function routinesOf(context: Context, source: Source): Routine[] {
  return [...context.graph.links(source.path)?.sites.keys() ?? []].map((owner) => new RoutineSubject(context, source, owner))
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
