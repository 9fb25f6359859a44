/** All queries by a key behind one call, as far as its turns ask them at one moment. */
import type { About, Call, Hop, Reached } from '../rule.ts'
import { loadOf, type Load } from './load.ts'
import { comeTogether, joinsItself, runTogether } from './moments.ts'

export interface Loads { loads: Load[]; doubts: string[] }

/** Undefined where the query that the finding is about is not among them. */
export function loadsBehind(reached: Reached, about: About): Loads | undefined {
  const { path, keyedBy, guards } = reached
  // A loop that asks by itself knows all keys before, and a resolver that is handed the request's context keeps a loader there.
  const isOwn = path.length === 0 && (keyedBy?.kind !== 'resolver' || keyedBy.context !== undefined)
  // What is rendered for each row is rendered in one pass, whoever walks the rows.
  const isRendered = reached.source.as(reached.node, 'jsx') !== undefined
  if (isOwn || !keyedBy || !(isRendered || runTogether(keyedBy, about)) || guards.some(guard => apart.has(guard))) return undefined
  if (reached.platform === 'workers' || reached.platform === 'browser') return undefined
  const known = new Map<Call, Load | undefined>()
  const isSame = (one: Call, other: Call) => one.source.path === other.source.path && one.node === other.node
  const loadAt = (call: Call): Load | undefined => {
    const before = [...known].find(([each]) => isSame(each, call))
    if (before) return before[1]
    const load = call.effect === 'query' && !joinsItself(call, about) ? loadOf(reached, call, about) : undefined
    known.set(call, load)
    return load
  }
  if (!loadAt(reached.call)) return undefined
  const loaded = new Set<Load>()
  // What is waited for before has to be had at once as well.
  const isJoined = (call: Call) => {
    const load = joinsItself(call, about) ? undefined : loadAt(call)
    if (load) loaded.add(load)
    return load !== undefined || joinsItself(call, about)
  }
  const step = reached.routine.steps.find(({ node }) => node === reached.node)
  const behind: { call: Call; path: readonly Hop[] }[] = [{ call: reached.call, path }, ...step?.behind.filter(({ dependsOn, inner, call }) => dependsOn.size > 0 && inner.every(each => runTogether(each, about)) && !isSame(call, reached.call)) ?? []]
  const doubts: string[] = []
  for (const { call, path: way } of behind) {
    const load = loadAt(call)
    const waits = load && comeTogether(reached, way, call, about, isJoined)
    if (!waits && call === reached.call) return undefined
    if (!load || !waits) continue
    loaded.add(load)
    doubts.push(...waits)
  }
  return { loads: [...loaded], doubts: [...doubts, ...[...loaded].flatMap(load => load.doubts)] }
}

/** With these, turns do not come to a query at one moment, or are few at a time on purpose. */
const apart = new Set<string>(['chunk', 'cursor', 'carried', 'retry', 'limited', 'stream', 'paced', 'memoised', 'guarded-once', 'on-failure', 'transaction'])
