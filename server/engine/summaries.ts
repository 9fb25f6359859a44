/**
 * What each function does, through the calls that it makes: its *ways* to effects. Circles of calls are solved
 * together, so the answer does not depend on where one starts.
 */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Effect } from '../../rules/kit/library.ts'
import type { Hop, Repetition } from '../../rules/kit/rule.ts'
import { Parts, type Roots } from './repetition/dependence.ts'
import { isShort } from './repetition/guards.ts'
import type { MemoryKey } from './repetition/remembering.ts'
import type { FileLinks } from './links.ts'
import { printCondition, type Condition } from './routines/conditions.ts'
import type { Meaning, Site } from './sites.ts'

export interface FunctionKey { path: string; node: NodeId }

/** One way from a function to a call with an effect. */
export interface Way {
  call: FunctionKey
  effect: Effect
  meaning: Meaning
  /** The calls of the workspace's own functions on the way. */
  hops: Hop[]
  /** Everything on the way that repeats it. */
  inner: Repetition[]
  /** One of those repetitions is over elements that the call is keyed by: it is reported there. */
  innerKeyed: boolean
  /** Parameters of the function on which the call's arguments depend. */
  parameters: ReadonlySet<number>
  /** Of those (-1 is `self`) the ones that only say which client is asked. */
  clients: ReadonlySet<number>
  /** Of parameters of which only some properties matter: those. */
  parts: ReadonlyMap<number, ReadonlySet<string>>
  self: boolean
  /** Parameters that the call takes as a whole list of keys. */
  lists: ReadonlySet<number>
  /** What must hold for parameters of the function, or it does not get there. */
  conditions: readonly Condition[]
  /** By what of the function's parameters what it gives is remembered. */
  memory: readonly MemoryKey[]
  /** It gets there only where something else has failed. */
  onFailure: boolean
  proven: boolean
  waited: boolean
}

/** More ways than this are not told apart; the shortest are kept. */
const mostWays = 40
const mostHops = 8

export interface SummarySource {
  links(path: string): FileLinks | undefined
  /** The place and name of a site's callee. */
  hop(path: string, site: Site): Hop
  /** What decides over an argument, as far as the callee uses it. */
  given(path: string, site: Site, position: number, parts: ReadonlySet<string> | undefined): Roots | undefined
  /** Positions of the owner's parameters that a direct call takes as lists of keys. */
  lists(path: string, site: Site): ReadonlySet<number>
  /** Parameters of the owner (-1: `this`) that matter to a direct call for its client alone. */
  clients(path: string, site: Site): ReadonlySet<number>
  /** Under which arguments the owner gets to a site. */
  conditions(path: string, site: Site): readonly Condition[]
  /** Of conditions of the callee, those that are for the owner's callers to decide; undefined where one fails. */
  left(path: string, site: Site, conditions: readonly Condition[]): readonly Condition[] | undefined
  /** By what of the owner's parameters what a direct call gives is remembered. */
  memory(path: string, site: Site): readonly MemoryKey[]
  /** Of what a callee remembers by, what its caller hands on of its own parameters. */
  handedOn(path: string, site: Site, memory: readonly MemoryKey[]): readonly MemoryKey[]
  /** A site is only got to where something else has failed. */
  onFailure(path: string, site: Site, effect: Effect): boolean
}

export class Summaries {
  readonly #source: SummarySource
  readonly #ways = new Map<string, Way[]>()
  /** Who called whom when the ways were worked out: for forgetting. */
  readonly #callers = new Map<string, Set<string>>()

  constructor(source: SummarySource) {
    this.#source = source
  }

  /** Forgets the functions of some files, and everybody who reaches them. */
  forget(paths: ReadonlySet<string>): void {
    const waiting: string[] = []
    for (const key of new Set([...this.#ways.keys(), ...this.#callers.keys()])) if (paths.has(pathOf(key))) waiting.push(key)
    const seen = new Set(waiting)
    while (waiting.length) {
      const key = waiting.pop()!
      this.#ways.delete(key)
      for (const caller of this.#callers.get(key) ?? []) {
        if (seen.has(caller)) continue
        seen.add(caller)
        waiting.push(caller)
      }
      this.#callers.delete(key)
    }
  }

  of(target: FunctionKey): readonly Way[] {
    const key = keyOf(target)
    const known = this.#ways.get(key)
    if (known) return known
    this.#solve(target)
    return this.#ways.get(key) ?? []
  }

  /** Tarjan's strongly connected components, without recursion so that long call chains are no danger. */
  #solve(start: FunctionKey): void {
    const index = new Map<string, number>()
    const low = new Map<string, number>()
    const onStack = new Set<string>()
    const stack: FunctionKey[] = []
    const frames: { target: FunctionKey; callees: FunctionKey[]; next: number }[] = []
    const enter = (target: FunctionKey): void => {
      const key = keyOf(target)
      index.set(key, index.size)
      low.set(key, index.get(key)!)
      stack.push(target)
      onStack.add(key)
      frames.push({ target, callees: this.#callees(target), next: 0 })
    }
    enter(start)
    while (frames.length) {
      const frame = frames.at(-1)!
      const key = keyOf(frame.target)
      const callee = frame.callees[frame.next++]
      if (callee) {
        const other = keyOf(callee)
        if (this.#ways.has(other)) continue
        if (!index.has(other)) enter(callee)
        else if (onStack.has(other)) low.set(key, Math.min(low.get(key)!, index.get(other)!))
        continue
      }
      frames.pop()
      const parent = frames.at(-1)
      if (parent) low.set(keyOf(parent.target), Math.min(low.get(keyOf(parent.target))!, low.get(key)!))
      if (low.get(key) !== index.get(key)) continue
      const component: FunctionKey[] = []
      for (;;) {
        const member = stack.pop()!
        onStack.delete(keyOf(member))
        component.push(member)
        if (keyOf(member) === key) break
      }
      this.#settle(component)
    }
  }

  #callees(target: FunctionKey): FunctionKey[] {
    const sites = this.#source.links(target.path)?.sites.get(target.node) ?? []
    const callees = sites.flatMap((site) => site.targets)
    for (const callee of callees) {
      const key = keyOf(callee)
      const callers = this.#callers.get(key)
      if (callers) callers.add(keyOf(target))
      else this.#callers.set(key, new Set([keyOf(target)]))
    }
    return callees
  }

  #settle(component: FunctionKey[]): void {
    component.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.node - b.node))
    for (const member of component) this.#ways.set(keyOf(member), [])
    for (let round = 0; round < mostHops; round++) {
      let changed = false
      for (const member of component) {
        const ways = this.#waysOf(member)
        if (printWays(ways) !== printWays(this.#ways.get(keyOf(member))!)) changed = true
        this.#ways.set(keyOf(member), ways)
      }
      if (!changed || component.length === 1) break
    }
  }

  #waysOf(target: FunctionKey): Way[] {
    const best = new Map<string, Way>()
    const add = (way: Way): void => {
      const key = keyOf(way.call)
      const known = best.get(key)
      const better = !known || rank(way) < rank(known) ? way : known
      // What is told of the one holds of the call where it holds of the other as well.
      best.set(key, known ? { ...better, conditions: inBoth(known.conditions, way.conditions), onFailure: known.onFailure && way.onFailure } : way)
    }
    for (const site of this.#source.links(target.path)?.sites.get(target.node) ?? []) {
      if (site.meaning?.fact.does) add(this.direct(target.path, site))
      for (const callee of site.targets) {
        for (const way of this.#ways.get(keyOf(callee)) ?? []) {
          const through = way.hops.length < mostHops ? this.through(target.path, site, way) : undefined
          if (through) add(through)
        }
      }
    }
    return [...best.values()].sort(byLength).slice(0, mostWays)
  }

  /** A call that stands in the function itself. */
  direct(path: string, site: Site): Way {
    return {
      call: { path, node: site.node }, effect: site.meaning!.fact.does!, meaning: site.meaning!, hops: [],
      inner: site.turns.map((turn) => turn.repetition), innerKeyed: isKeyedHere(site, site.roots),
      parameters: site.roots.parameters, clients: this.#source.clients(path, site), parts: site.roots.parts, self: site.roots.self, lists: this.#source.lists(path, site),
      conditions: this.#source.conditions(path, site), memory: this.#source.memory(path, site), onFailure: this.#source.onFailure(path, site, site.meaning!.fact.does!), proven: site.proven, waited: site.waited,
    }
  }

  /** A way of the callee, seen from its caller; undefined where its arguments exclude it. */
  through(path: string, site: Site, way: Way): Way | undefined {
    const left = this.#source.left(path, site, way.conditions)
    if (!left) return undefined
    const parameters = new Set<number>()
    const parts = new Parts()
    const lists = new Set<number>()
    const clients = new Set<number>()
    const keys = new Set<number>()
    let self = false
    let keyed = false
    for (const position of [...way.parameters, ...(way.self ? [-1] : [])]) {
      const given = this.#source.given(path, site, position, way.parts.get(position))
      if (!given) continue
      const chosen = way.clients.has(position) ? clients : keys
      if (given.self) chosen.add(-1)
      for (const parameter of given.parameters) {
        chosen.add(parameter)
        parameters.add(parameter)
        parts.join(parameter, given.parts.get(parameter))
        if (way.lists.has(position)) lists.add(parameter)
      }
      self ||= given.self
      keyed ||= isKeyedHere(site, given)
    }
    return {
      ...way, hops: [this.#source.hop(path, site), ...way.hops], inner: [...site.turns.map((turn) => turn.repetition), ...way.inner],
      innerKeyed: way.innerKeyed || keyed, parameters, clients: new Set([...clients].filter((it) => !keys.has(it))), parts: parts.some(), self, lists, proven: way.proven && site.proven, waited: way.waited && site.waited,
      conditions: left.length ? [...left, ...this.#source.conditions(path, site)] : this.#source.conditions(path, site),
      memory: [...way.memory.length ? this.#source.handedOn(path, site, way.memory) : way.memory, ...this.#source.memory(path, site)],
      onFailure: way.onFailure || this.#source.onFailure(path, site, way.effect),
    }
  }
}

export const keyOf = (key: FunctionKey): string => `${key.node} ${key.path}`
const pathOf = (key: string): string => key.slice(key.indexOf(' ') + 1)

/** Conditions that two ways to one call share. */
function inBoth(a: readonly Condition[], b: readonly Condition[]): readonly Condition[] {
  if (a.length === 0 || b.length === 0) return none
  const other = new Set(b.map(printCondition))
  return a.filter((it) => other.has(printCondition(it)))
}

const none: readonly Condition[] = []

/** Over a list that is not short: what such a one repeats is reported there, or is as good as once. */
const isKeyedHere = (site: Site, { turns }: Roots): boolean => [...turns].some((turn) => !isShort(site.turns[turn]!.repetition.bound))

const rank = (way: Way): number => way.hops.length * 2 + (way.innerKeyed ? 1 : 0)
const byLength = (a: Way, b: Way): number =>
  rank(a) - rank(b) || (a.call.path < b.call.path ? -1 : a.call.path > b.call.path ? 1 : a.call.node - b.call.node)
const printWays = (ways: readonly Way[]): string =>
  ways.map((way) => `${keyOf(way.call)}/${way.hops.length}/${[...way.parameters].map((it) => `${it}${[...way.parts.get(it) ?? []].join('+')}`).join()}/${way.self}/${[...way.clients].join()}/${way.innerKeyed}/${way.conditions.map(printCondition).join('&')}/${way.onFailure}`).join()
