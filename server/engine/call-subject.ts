/** A call of a library, as rules are handed it. */
import semver from 'semver'
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Call as Facts, Effect, Library, OptionName, Type, TypeName } from '../../rules/kit/library.ts'
import type { Call, OptionState, Place } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import { addressOf } from './addresses.ts'
import type { Evaluator } from './values/evaluate.ts'
import { isUsed, readsMember } from './routines/flows.ts'
import { calleeName, calleePlace, type Graph } from './graph.ts'
import { optionState } from './values/options.ts'
import { optionsOf } from './values/values.ts'
import { versionOf } from './packages/packages.ts'
import { isRaced } from './routines/racing.ts'
import { modelAsked, type AskedModel } from './schemas/of-calls.ts'
import type { Meaning } from './sites.ts'

export interface Context {
  evaluator: Evaluator
  graph: Graph
}

export class CallSubject implements Call {
  readonly effect: Effect
  readonly library: Library
  readonly facts: Facts
  readonly source: Source
  readonly node: NodeId
  readonly at: Place
  readonly #context: Context
  readonly #meaning: Meaning
  readonly awaited: boolean

  constructor(context: Context, source: Source, node: NodeId, meaning: Meaning, awaited: boolean) {
    this.#context = context
    this.#meaning = meaning
    this.effect = meaning.fact.does!
    this.library = context.evaluator.world.knowledge.library(meaning.library)!
    this.source = source
    this.node = node
    this.awaited = awaited
    this.at = calleePlace(source, node)
    this.facts = this.#isOfVersion() ? meaning.fact : { ...meaning.fact, many: undefined }
  }

  /** Whether what is said of asking for many keys holds for the version that is there. */
  #isOfVersion(): boolean {
    const { many } = this.#meaning.fact
    const versions = many?.style === 'object' ? many.versions : undefined
    const { version } = versions === undefined ? { version: undefined } : this
    return versions === undefined || version === undefined || semver.satisfies(semver.coerce(version) ?? version, versions)
  }

  get name(): string {
    return calleeName(this.source, this.node)
  }

  get streams(): boolean {
    return this.#meaning.fact.streams === true || readsMember(this.source, this.node, this.#meaning.fact.streamedBy ?? [])
  }

  get address(): 'own' | 'bundled' | 'outside' {
    const node = this.source.node(this.node)
    const position = this.#meaning.fact.address
    const argument = node.kind === 'call' && position !== undefined ? node.arguments[position] : undefined
    // An instance may have a base address of its own, to which this one is added.
    return argument === undefined || this.#meaning.receiver?.made ? 'outside' : addressOf(this.source, argument)
  }

  get subject(): string | undefined {
    return this.#meaning.subject
  }

  get model(): AskedModel | undefined {
    return modelAsked(this.#context.evaluator, this.source, this.node, this.#meaning)
  }

  get version(): string | undefined {
    const name = this.library.packages[0]?.replace(/\/\*$/, '')
    return name === undefined ? undefined : versionOf(this.#context.evaluator.world.surroundings, this.source.path, name)
  }

  get result(): 'unused' | 'used' {
    return isUsed(this.source, this.node) ? 'used' : 'unused'
  }

  get caught(): boolean {
    let child = this.node
    for (const at of this.source.outwards(this.node)) {
      const node = this.source.node(at)
      if (node.kind === 'try' && node.block === child && node.catch >= 0) return true
      if (node.kind === 'function') return false
      child = at
    }
    return false
  }

  get oneAtATime(): boolean {
    return this.#receiver?.oneAtATime ?? false
  }

  get identified(): boolean {
    return this.#meaning.fact.rows === 'one' && (this.#receiver?.remembers ?? false)
  }

  get #receiver(): Type | undefined {
    const { receiver } = this.#meaning
    return receiver && this.#context.evaluator.world.knowledge.type(receiver.library, receiver.type)
  }

  option(name: OptionName): OptionState {
    if (this.#context.graph.configured(name, this.library.name)) return { state: 'unknown', why: 'it is set for the whole process' }
    if (name === 'timeout' && isRaced(this.#context.evaluator, this.source, this.node)) return { state: 'unknown', why: 'its promise is handed to something that may stop waiting' }
    return optionState(this.#context.evaluator, this.source, this.node, this.#meaning, name, this.version)
  }

  receiverOf(type: TypeName): NodeId | undefined {
    const { evaluator } = this.#context
    const isOf = (id: NodeId) => optionsOf(evaluator.value(this.source, id)).some(value => value.kind === 'library' && value.library === this.#meaning.library && value.type === type)
    for (let at = this.node; ;) {
      const node = this.source.node(at)
      at = node.kind === 'call' ? node.callee : node.kind === 'member' ? node.object : -1
      if (at < 0 || isOf(at)) return at < 0 ? undefined : at
    }
  }
}
