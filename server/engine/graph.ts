/** All links together: summaries and reach over the whole workspace, kept right while files change. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Entry, Hop, Place } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import type { FoundEntry } from './entries/entries.ts'
import { classIn } from './entries/classify.ts'
import type { Evaluator } from './values/evaluate.ts'
import { listNames, withOrigins } from './repetition/chunks.ts'
import { linksOf, type FileLinks, type Mark } from './links.ts'
import { addressOfEntry, mountsBefore, type Mount } from './entries/mounts.ts'
import { textName } from './names.ts'
import { Reaches } from './entries/reach.ts'
import { afterFailure } from './repetition/rare-turns.ts'
import { memoryKeysAt, memoryKeysOf, type MemoryKey } from './repetition/remembering.ts'
import { conditionsAt, conditionsOf, type Condition } from './routines/conditions.ts'
import { keyOf, Summaries, type FunctionKey, type Way } from './summaries.ts'
import { clientsOf, givenAt, type Site } from './sites.ts'
import type { Value } from './values/values.ts'
import { subtreeEnd } from './world.ts'

export class Graph {
  readonly #evaluator: Evaluator
  readonly #files = new Map<string, FileLinks>()
  readonly summaries: Summaries
  #reaches: Reaches | undefined
  #configured: Set<string> | undefined
  #mounts: Mount[] | undefined
  readonly #waiting = new Set<string>()
  #touched = false
  /** Raised whenever any link changed: answers that look at the whole graph depend on it. */
  revision = 0

  constructor(evaluator: Evaluator) {
    this.#evaluator = evaluator
    this.summaries = new Summaries({
      links: (path) => this.#files.get(path),
      hop: (path, site) => this.hop(path, site),
      lists: (path, site) => this.#lists(path, site),
      given: (path, site, position, parts) => {
        const source = this.#evaluator.world.peek(path)
        return source && givenAt(source, site, position, parts)
      },
      clients: (path, site) => this.#clients(path, site),
      conditions: (path, site) => this.#conditions(path, site),
      left: (path, site, conditions) => this.#left(path, site, conditions),
      memory: (path, site) => {
        const source = this.#evaluator.world.peek(path)
        let known = memoriesBySite.get(site)
        if (!known) memoriesBySite.set(site, (known = source ? memoryKeysOf(source, site.node, site.owner) : []))
        return known
      },
      handedOn: (path, site, memory) => {
        const source = this.#evaluator.world.peek(path)
        return source ? memoryKeysAt(source, site.node, site.owner, memory) : []
      },
      onFailure: (path, site, effect) => {
        const source = this.#evaluator.world.peek(path)
        return source !== undefined && afterFailure(source, site.node, site.owner, effect)
      },
    })
  }

  /** Something changed: every file may have to be looked at again. Looking is cheap where nothing is affected. */
  touch(): void {
    this.#touched = true
  }

  /** Links waiting files until the time is over; true when none is left. */
  work(milliseconds: number, now: () => number): boolean {
    const until = now() + milliseconds
    const changed = new Set<string>()
    if (this.#touched) {
      this.#touched = false
      for (const path of this.#evaluator.world.paths()) this.#waiting.add(path)
      for (const path of this.#files.keys()) this.#waiting.add(path)
    }
    for (const path of this.#waiting) {
      this.#waiting.delete(path)
      const links = linksOf(this.#evaluator, path)
      if (links !== this.#files.get(path)) {
        if (links) this.#files.set(path, links)
        else this.#files.delete(path)
        changed.add(path)
      }
      if (now() > until) break
    }
    if (changed.size) {
      this.summaries.forget(changed)
      this.#reaches = undefined
      this.#configured = undefined
      this.#mounts = undefined
      this.revision++
    }
    return this.#waiting.size === 0
  }

  links(path: string): FileLinks | undefined {
    return this.#files.get(path)
  }

  files(): Iterable<FileLinks> {
    return this.#files.values()
  }

  get reaches(): Reaches {
    return (this.#reaches ??= new Reaches(this.#files.values(), this))
  }

  /** Whether a file's code answers visitors: not a browser's, not a test's or a script's. */
  serves(path: string): boolean {
    const facts = this.#evaluator.world.peek(path)?.facts
    return facts !== undefined && !facts.directives.includes('use client') && classIn(this.#evaluator.world.surroundings, path, facts) === 'production'
  }

  /** Whether some file sets this option for every call of a library. */
  configured(option: string, library: string): boolean {
    this.#configured ??= new Set([...this.#files.values()].flatMap((links) => links.configures.map((it) => `${it.option} ${it.library}`)))
    return this.#configured.has(`${option} ${library}`)
  }

  /** What a function and everything that it calls leaves behind, nearest first. */
  marks(start: FunctionKey, deepest = 6): Mark[] {
    const found: Mark[] = []
    const seen = new Set<string>()
    let wave = [start]
    for (let depth = 0; depth <= deepest && wave.length; depth++) {
      const next: FunctionKey[] = []
      for (const key of wave) {
        if (seen.has(keyOf(key))) continue
        seen.add(keyOf(key))
        const links = this.#files.get(key.path)
        found.push(...(links?.marks.filter((mark) => mark.owner === key.node) ?? []))
        for (const site of links?.sites.get(key.node) ?? []) next.push(...site.targets)
      }
      wave = next
    }
    return found
  }

  /** The same for everything that is written inside of a function: what a wrapper gives back runs later. */
  marksWithin(start: FunctionKey): Mark[] {
    const source = this.#evaluator.world.peek(start.path)
    if (!source) return []
    const found = this.marks(start)
    for (let at = start.node + 1, end = subtreeEnd(source, start.node); at < end; at++) {
      if (source.node(at).kind === 'function') found.push(...this.marks({ path: start.path, node: at }))
    }
    return found
  }

  get mounts(): readonly Mount[] {
    return (this.#mounts ??= [...this.#files.values()].flatMap((links) => links.mounts))
  }

  /** An entry as it is told to the reader, with its whole address. */
  entry(found: FoundEntry): Entry {
    const address = addressOfEntry(this.mounts, found)
    const route = found.registered?.route
    const name = address === undefined || route === undefined || !found.name.endsWith(` ${route}`) ? found.name : `${found.name.slice(0, -route.length)}${address}`
    return {
      kind: found.middleware ? 'middleware' : found.form.kind, framework: found.framework.name,
      method: found.method, name, at: found.at,
    }
  }

  /** Middleware that runs before a handler without being named at its route. */
  before(found: FoundEntry): { value: Value; at: Place }[] {
    return mountsBefore(this.#evaluator.world.surroundings, this.mounts, found).flatMap(({ values, at }) => values.map((value) => ({ value, at })))
  }

  /** Whether a call answers the request. */
  answersAt(path: string, node: NodeId): boolean {
    return this.#files.get(path)?.marks.some((mark) => mark.kind === 'answer' && mark.node === node) ?? false
  }

  /** The callee of a site, as a step on a path. */
  hop(path: string, site: Site): Hop {
    const source = this.#evaluator.world.peek(path)!
    return { at: calleePlace(source, site.node), name: calleeName(source, site.node), proven: site.proven }
  }

  #clients(path: string, site: Site): ReadonlySet<number> {
    const source = this.#evaluator.world.peek(path)
    const { receiver, fact } = site.meaning!
    const { knowledge } = this.#evaluator.world
    if (!source || !receiver || fact.ofRelation || knowledge.isRow(receiver.library, receiver.type) || knowledge.type(receiver.library, receiver.type)?.ofRow) return new Set()
    return clientsOf(source, site)
  }

  #conditions(path: string, site: Site): readonly Condition[] {
    const source = this.#evaluator.world.peek(path)
    let known = conditionsBySite.get(site)
    if (!known) conditionsBySite.set(site, (known = source ? conditionsOf(source, site.node, site.owner) : []))
    return known
  }

  #left(path: string, site: Site, conditions: readonly Condition[]): readonly Condition[] | undefined {
    const source = conditions.length ? this.#evaluator.world.peek(path) : undefined
    return source ? conditionsAt(source, site.node, site.owner, conditions) : []
  }

  /** Whether a call with these arguments gets as far as a way of its callee leads. */
  leads(path: string, site: Site, way: Way): boolean {
    return this.#left(path, site, way.conditions) !== undefined
  }

  #lists(path: string, site: Site): ReadonlySet<number> {
    const source = this.#evaluator.world.peek(path)
    const owner = source?.as(site.owner, 'function')
    const lists = new Set<number>()
    if (!source || !owner) return lists
    for (const id of withOrigins(source, listNames(source, site))) {
      const binding = source.facts.bindings[id]!
      const position = binding.path.length ? -1 : owner.parameters.indexOf(binding.value)
      if (position >= 0) lists.add(position)
    }
    return lists
  }
}

/** Asked again for each way through a site; a site belongs to one state of its file. */
const conditionsBySite = new WeakMap<Site, readonly Condition[]>()
const memoriesBySite = new WeakMap<Site, readonly MemoryKey[]>()

/** What a finding marks of a call: its callee, of a component its tag, of a function that is handed over its name. */
export function calleePlace(source: Source, id: NodeId): { path: string; start: number; end: number } {
  const node = source.node(id)
  const { path } = source
  if (node.kind === 'jsx') return { path, start: node.tagStart, end: node.tagEnd }
  const marked = node.kind === 'call' ? source.node(node.callee) : node.kind === 'tagged' ? source.node(node.tag) : node
  if (node.kind === 'new') return { path, start: node.start, end: source.node(node.callee).end }
  // In a chain over several lines only the last step is marked, so that the squiggle stays short.
  if (marked.kind === 'member' && source.position(marked.start).line !== source.position(marked.end).line) return { path, start: marked.nameStart, end: marked.end }
  return { path, start: marked.start, end: marked.end }
}

export function calleeName(source: Source, id: NodeId): string {
  const node = source.node(id)
  const callee = node.kind === 'call' || node.kind === 'new' ? node.callee : node.kind === 'tagged' ? node.tag : id
  const name = textName(source, callee) ?? 'this call'
  return node.kind === 'new' ? `new ${name}` : name
}
