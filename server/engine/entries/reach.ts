/** Who reaches a function: the way from an entry down to it, over calls that are waited for or not. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Entry, Hop, Reach } from '../../../rules/kit/rule.ts'
import type { FoundEntry } from './entries.ts'
import type { FileLinks } from '../links.ts'
import type { Site } from '../sites.ts'
import { keyOf, type FunctionKey } from '../summaries.ts'

export interface Reaching {
  reach: Reach
  entry: Entry | undefined
  found: FoundEntry | undefined
  /** From the entry's function down to the one asked about. */
  hops: Hop[]
  /** The sites of those hops. */
  callers: { path: string; site: Site }[]
  /** All steps are waited for, so the visitor waits too. */
  waited: boolean
}

/** What reach asks of the graph. */
export interface ReachSource {
  /** A step on the way, as it is told to the reader. */
  hop(path: string, site: Site): Hop
  entry(found: FoundEntry): Entry
  /** The files whose code answers visitors: not a browser's, not a test's or a script's. */
  serves(path: string): boolean
}

interface Caller { function: FunctionKey; site: Site }

/** A function with more callers than this above it is reached by everything. */
const mostVisited = 3000

export class Reaches {
  readonly #callers = new Map<string, Caller[]>()
  readonly #entries = new Map<string, FoundEntry[]>()
  readonly #known = new Map<string, Reaching>()
  readonly #source: ReachSource

  constructor(files: Iterable<FileLinks>, source: ReachSource) {
    this.#source = source
    for (const links of files) {
      if (!source.serves(links.path)) continue
      for (const entry of links.entries) push(this.#entries, keyOf(entry.handler), entry)
      for (const [owner, sites] of links.sites) {
        for (const site of sites) {
          for (const target of site.targets) push(this.#callers, keyOf(target), { function: { path: links.path, node: owner }, site })
        }
      }
    }
  }

  /** Every function that is an entry, with its entries. */
  entries(): Iterable<FoundEntry[]> {
    return this.#entries.values()
  }

  /** Whether the world outside calls it. */
  isEntry(target: FunctionKey): boolean {
    return this.#entries.has(keyOf(target))
  }

  /** The calls of a function, in code that answers visitors, with the functions that they stand in. */
  callersOf(target: FunctionKey): { path: string; owner: NodeId; site: Site }[] {
    return (this.#callers.get(keyOf(target)) ?? []).map(({ function: { path, node }, site }) => ({ path, owner: node, site }))
  }

  of(target: FunctionKey): Reaching {
    const key = keyOf(target)
    let known = this.#known.get(key)
    if (!known) this.#known.set(key, (known = this.#search(target)))
    return known
  }

  /** Breadth first, so the shortest way is shown; ways that are waited for go first. */
  #search(target: FunctionKey): Reaching {
    let unwaited: Reaching | undefined
    const seen = new Set<string>()
    let wave: { function: FunctionKey; hops: Hop[]; callers: Reaching['callers']; waited: boolean }[] = [{ function: target, hops: [], callers: [], waited: true }]
    while (wave.length && seen.size < mostVisited) {
      const next: typeof wave = []
      for (const step of wave) {
        const key = `${keyOf(step.function)} ${step.waited}`
        if (seen.has(key)) continue
        seen.add(key)
        const found = this.#entries.get(keyOf(step.function))?.find((it) => !it.middleware) ?? this.#entries.get(keyOf(step.function))?.[0]
        if (found) {
          const reaching = { reach: reachOf(found), entry: this.#source.entry(found), found, hops: step.hops, callers: step.callers, waited: step.waited }
          if (step.waited) return reaching
          unwaited ??= reaching
          continue
        }
        for (const caller of this.#callers.get(keyOf(step.function)) ?? []) {
          next.push({
            function: caller.function,
            callers: [{ path: caller.function.path, site: caller.site }, ...step.callers],
            hops: [this.#source.hop(caller.function.path, caller.site), ...step.hops],
            waited: step.waited && caller.site.waited,
          })
        }
      }
      wave = next.sort((a, b) => Number(b.waited) - Number(a.waited) || compare(a.function, b.function))
    }
    return unwaited ?? { reach: 'unknown', entry: undefined, found: undefined, hops: [], callers: [], waited: false }
  }
}

const compare = (a: FunctionKey, b: FunctionKey): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.node - b.node)

function reachOf(found: FoundEntry): Reach {
  return found.form.kind === 'job' ? 'job' : 'request'
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
