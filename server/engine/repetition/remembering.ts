/**
 * Code that looks into a map first and puts what it was given there: `known.get(post.authorId) ?? await load(…)`.
 * Whoever keeps one expects the same key again and again.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { decisionsAround, parameterAt } from '../routines/conditions.ts'
import type { Turn } from './turns.ts'
import { subtreeEnd } from '../world.ts'

/** Asked once for each different key, of which there are fewer than elements: an id of the element itself is as many. */
export function isMemoised(source: Source, id: NodeId, turn: Turn): boolean {
  return keysLookedUp(source, id, turn.node).some((key) => !isIdentity(source, key, turn))
}

/** A part of a parameter by which a function remembers. */
export interface MemoryKey { parameter: number; path: readonly string[] }

/** By what of its parameters a function remembers what a call in it gave. */
export function memoryKeysOf(source: Source, id: NodeId, owner: NodeId): MemoryKey[] {
  if (source.node(owner)?.kind !== 'function') return []
  return keysLookedUp(source, id, owner).flatMap((key) => keyParts(source, key).flatMap((part) => parameterAt(source, part, owner) ?? []))
}

/** The same for the caller of such a function. */
export function memoryKeysAt(source: Source, site: NodeId, owner: NodeId, keys: readonly MemoryKey[]): MemoryKey[] {
  return keys.flatMap(({ parameter, path }) => {
    const argument = argumentAt(source, site, parameter)
    const place = argument === undefined || source.node(owner)?.kind !== 'function' ? undefined : parameterAt(source, argument, owner)
    return place ? [{ parameter: place.parameter, path: [...place.path, ...path] }] : []
  })
}

/** A call hands one of its turn's elements to a function that remembers by something which others share. */
export function isRememberedBehind(source: Source, site: NodeId, turn: Turn, keys: readonly MemoryKey[]): boolean {
  return keys.some(({ parameter, path }) => {
    const argument = argumentAt(source, site, parameter)
    const last = path.at(-1)
    return argument !== undefined && (last === undefined ? !isIdentity(source, argument, turn) : !ids.has(last))
  })
}

function argumentAt(source: Source, site: NodeId, position: number): NodeId | undefined {
  return (source.as(site, 'call') ?? source.as(site, 'new'))?.arguments[position]
}

const ids = new Set(['id', '_id'])

/** The keys that a call is looked up by before it runs, in maps that live longer than what is around it. */
function keysLookedUp(source: Source, id: NodeId, around: NodeId): NodeId[] {
  return [...decisionsAround(source, id, around), ...assignedWhereMissing(source, id, around)].flatMap(({ test }) =>
    looksIn(source, test, around).flatMap((look) => (isFilled(source, look.map, around) ? [look.key] : [])))
}

/** What holds a map: a name, or a field of `this`. */
type Holder = number | string
interface Look { map: Holder; key: NodeId }

/** `known[key] ??= await load(key)` */
function assignedWhereMissing(source: Source, id: NodeId, around: NodeId): { test: NodeId }[] {
  for (const at of source.outwards(id)) {
    if (at === around) return []
    const assign = source.as(at, 'assign')
    if (assign && (assign.operator === '??=' || assign.operator === '||=')) return [{ test: assign.target }]
  }
  return []
}

function holderAt(source: Source, id: NodeId): Holder | undefined {
  const node = source.node(id)
  if (node.kind === 'name') return node.binding < 0 ? undefined : node.binding
  return node.kind === 'member' && source.node(node.object).kind === 'this' ? node.name : undefined
}

/** What a test looks up in maps from outside, on the spot or through a name: `known.has(key)`, `known[key]`, `key in known`. */
function looksIn(source: Source, test: NodeId, around: NodeId, depth = 0): Look[] {
  const found: Look[] = []
  const add = (object: NodeId, key: NodeId | undefined): void => {
    const map = holderAt(source, object)
    if (key === undefined || map === undefined) return
    const value = typeof map === 'string' ? 0 : source.facts.bindings[map]!.value
    if (value >= 0 && (typeof map === 'string' || !source.contains(around, value))) found.push({ map, key })
  }
  for (let at = test, end = subtreeEnd(source, test); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'index') add(node.object, node.index)
    else if (node.kind === 'binary' && node.operator === 'in') add(node.right, node.left)
    else if (node.kind === 'call') {
      const callee = source.as(node.callee, 'member')
      if (callee && (callee.name === 'has' || callee.name === 'get')) add(callee.object, node.arguments[0])
    } else if (node.kind === 'name' && node.binding >= 0 && depth < 2) {
      const binding = source.facts.bindings[node.binding]!
      const isOwn = (binding.kind === 'const' || binding.kind === 'let') && binding.value >= 0 && source.contains(around, binding.value) && !source.contains(binding.value, at)
      if (isOwn && source.node(binding.value).kind !== 'for-of' && source.node(binding.value).kind !== 'parameter') found.push(...looksIn(source, binding.value, around, depth + 1))
    }
  }
  return found
}

/** Something is put there. */
function isFilled(source: Source, map: Holder, around: NodeId): boolean {
  for (const use of usesOf(source, map, around)) {
    const { parent } = source.node(use)
    const member = source.as(parent, 'member')
    if (member?.object === use && member.name === 'set' && source.as(member.parent, 'call')?.callee === parent) return true
    if (source.as(parent, 'index')?.object === use && source.as(source.node(parent).parent, 'assign')?.target === parent) return true
  }
  return false
}

function usesOf(source: Source, map: Holder, around: NodeId): NodeId[] {
  if (typeof map === 'number') return source.usesOf(map).filter((use) => source.contains(around, use))
  const uses: NodeId[] = []
  for (let at = around, end = subtreeEnd(source, around); at < end; at++) if (source.node(at).kind === 'member' && holderAt(source, at) === map) uses.push(at)
  return uses
}

/** The names and members that a key is put together from: `${country}/${year}`. */
function keyParts(source: Source, key: NodeId): readonly NodeId[] {
  const node = source.node(key)
  const name = node.kind === 'name' && node.binding >= 0 ? source.facts.bindings[node.binding] : undefined
  const value = name?.kind === 'const' && name.path.length === 0 && name.value >= 0 ? source.node(name.value) : node
  return value.kind === 'template' ? value.values : [key]
}

/** Methods that give the same text in another form: there are as many of them. */
const respelling = new Set(['trim', 'toLowerCase', 'toUpperCase', 'toString', 'normalize', 'toLocaleLowerCase', 'toLocaleUpperCase'])

/** The element itself, or its own id. */
function isIdentity(source: Source, key: NodeId, turn: Turn, depth = 0): boolean {
  const node = source.node(key)
  if (node.kind === 'cast' && depth < 4) return isIdentity(source, node.value, turn, depth + 1)
  if (node.kind === 'member') return ids.has(node.name) && isIdentity(source, node.object, turn, depth + 1)
  if (node.kind === 'call' && depth < 8) {
    const callee = source.as(node.callee, 'member')
    const [only] = node.arguments
    if (callee) return respelling.has(callee.name) && isIdentity(source, callee.object, turn, depth + 1)
    return source.as(node.callee, 'name')?.name === 'String' && only !== undefined && isIdentity(source, only, turn, depth + 1)
  }
  if (node.kind !== 'name' || node.binding < 0) return false
  const binding = source.facts.bindings[node.binding]!
  if (turn.elements.includes(node.binding)) return binding.path.length === 0 || ids.has(String(binding.path.at(-1)))
  const isOwn = binding.kind === 'const' && binding.value >= 0 && source.contains(turn.node, binding.value)
  if (!isOwn || depth > 4) return false
  if (binding.path.length > 0) return ids.has(String(binding.path.at(-1)))
  return isIdentity(source, binding.value, turn, depth + 1)
}
