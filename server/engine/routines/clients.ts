/**
 * On whose connection a call runs: the way from a call back to its client (`prisma`, `this.users`, a transaction's
 * handle, a parameter that may be either), through names, members, getters and functions of the workspace.
 */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Call as CallFact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { isBegunHandle } from './begun.ts'
import { openedBy } from './transactions.ts'
import { isKnown, optionsOf, printOf, type Value } from '../values/values.ts'
import { subtreeEnd } from '../world.ts'

/** One thing that a call's client may be. */
export type Client =
  | { kind: 'handle' }
  | { kind: 'parameter'; path: string; function: NodeId; index: number; steps: readonly string[] }
  | { kind: 'client'; value: Value; at: { path: string; node: NodeId }; field?: { path: string; class: NodeId; name: string } }
  | { kind: 'unknown' }

const unknown: readonly Client[] = [{ kind: 'unknown' }]
const handle: readonly Client[] = [{ kind: 'handle' }]
const deepest = 24

/** What an expression that stands for a client can be. None: it is left out or undefined. */
export function clientsOf(evaluator: Evaluator, source: Source, id: NodeId, steps: readonly string[] = [], depth = 0): readonly Client[] {
  if (id < 0 || depth > deepest) return unknown
  const further = (node: NodeId, way = steps): readonly Client[] => clientsOf(evaluator, source, node, way, depth + 1)
  const node = source.node(id)
  switch (node.kind) {
    case 'await': case 'cast': return further(node.value)
    case 'literal': return node.value === null ? [] : unknown
    case 'name': return named(evaluator, source, id, steps, depth)
    case 'binary':
      if (node.operator === '??' || node.operator === '||') return [...further(node.left), ...further(node.right)]
      return node.operator === '&&' ? further(node.right) : unknown
    case 'conditional': return [...further(node.then), ...further(node.otherwise)]
    case 'member': return member(evaluator, source, id, steps, depth)
    case 'index': return leads(evaluator, source, node.object) ? further(node.object) : leaf(evaluator, source, id, steps)
    case 'tagged': return further(node.tag)
    case 'new': return leaf(evaluator, source, id, steps)
    case 'call': return called(evaluator, source, id, steps, depth)
    case 'object': return inObject(evaluator, source, id, steps, depth)
    default: return unknown
  }
}

function named(evaluator: Evaluator, source: Source, id: NodeId, steps: readonly string[], depth: number): readonly Client[] {
  const node = source.as(id, 'name')!
  if (node.binding < 0) return node.name === 'undefined' ? [] : unknown
  const binding = source.facts.bindings[node.binding]!
  const value = binding.value < 0 ? undefined : source.node(binding.value)
  const way = [...binding.path.map(String), ...steps]
  if (value?.kind === 'parameter') {
    const index = source.as(value.parent, 'function')?.parameters.indexOf(binding.value) ?? -1
    const opened = openedBy(evaluator, source, value.parent)
    if (opened) return opened.binding === node.binding ? handle : unknown
    const giver = giverOf(evaluator, source, value.parent)
    if (giver >= 0) return clientsOf(evaluator, source, giver, [], depth + 1)
    return index < 0 ? unknown : [{ kind: 'parameter', path: source.path, function: value.parent, index, steps: way }]
  }
  if (isBegunHandle(evaluator, source, node.binding)) return handle
  if (binding.import >= 0 || binding.function === 0 || binding.kind === 'class') return leaf(evaluator, source, id, steps)
  if (!value || value.kind === 'for-of' || value.kind === 'for-in') {
    const given = binding.assignments.flatMap((it) => clientsOf(evaluator, source, source.as(it, 'assign')?.value ?? -1, steps, depth + 1))
    return given.length ? given : unknown
  }
  // `const { users } = repositories` leads from a client to what hangs on it, or from a holder to a client.
  const from = leads(evaluator, source, binding.value) ? steps : way
  const given = [binding.value, ...binding.assignments.map((it) => source.as(it, 'assign')?.value ?? -1)]
  return given.flatMap((it) => clientsOf(evaluator, source, it, from, depth + 1))
}

/** `client.withSession(async (session) => …)`: what a library hands to a callback is made of the call's receiver. */
function giverOf(evaluator: Evaluator, source: Source, callback: NodeId): NodeId {
  const call = source.as(source.node(callback).parent, 'call')
  const callee = call && source.as(call.callee, 'member')
  if (!call || !callee || !call.arguments.includes(callback)) return -1
  const gives = optionsOf(evaluator.value(source, call.callee)).some((it) => it.kind === 'library-function' && it.receiver && it.fact.runs?.some((run) => run.with))
  return gives ? callee.object : -1
}

function member(evaluator: Evaluator, source: Source, id: NodeId, steps: readonly string[], depth: number): readonly Client[] {
  const { object, name } = source.as(id, 'member')!
  if (leads(evaluator, source, object)) return clientsOf(evaluator, source, object, steps, depth + 1)
  const getter = getterOf(evaluator, source, object, name)
  if (getter) return returned(evaluator, getter, steps, depth)
  if (isClient(evaluator, evaluator.value(source, id))) {
    const owner = evaluator.value(source, object)
    const [found] = leaf(evaluator, source, id, steps)
    if (found?.kind === 'client' && owner.kind === 'instance') return [{ ...found, field: { path: owner.path, class: owner.node, name } }]
    const through = source.node(object).kind === 'name' ? clientsOf(evaluator, source, object, [name, ...steps], depth + 1) : []
    // A member of what came in as a parameter is whatever was handed in.
    return through.some((it) => it.kind === 'parameter' || it.kind === 'handle') ? through : found ? [found] : unknown
  }
  return source.node(object).kind === 'this' ? unknown : clientsOf(evaluator, source, object, [name, ...steps], depth + 1)
}

function called(evaluator: Evaluator, source: Source, id: NodeId, steps: readonly string[], depth: number): readonly Client[] {
  const node = source.as(id, 'call')!
  const callee = source.as(node.callee, 'member')
  const found = optionsOf(evaluator.value(source, node.callee)).flatMap((option): readonly Client[] => {
    if (option.kind === 'function') {
      return returned(evaluator, option, steps, depth).flatMap((it) => handedIn(evaluator, source, id, option, it, depth))
    }
    if (option.kind === 'library') return clientsOf(evaluator, source, node.callee, steps, depth + 1)
    if (option.kind !== 'library-function') return []
    const told = option.fact.takesHandle?.remembered === undefined ? [] : toldClients(evaluator, source, id, option.fact, depth)
    if (told.length) return told
    // What is made from a client with the handle, such as `manager.withRepository(this.users)`, is the handle's.
    if (callee && (option.receiver || leads(evaluator, source, callee.object))) return clientsOf(evaluator, source, callee.object, steps, depth + 1)
    return leaf(evaluator, source, id, steps)
  })
  return found.length ? found : unknown
}

/** Each thing that a function may return. */
function returned(evaluator: Evaluator, target: { path: string; node: NodeId }, steps: readonly string[], depth: number): readonly Client[] {
  const source = evaluator.world.source(target.path)
  const node = source?.as(target.node, 'function')
  if (!source || !node || node.body < 0) return unknown
  if (source.node(node.body).kind !== 'block') return clientsOf(evaluator, source, node.body, steps, depth + 1)
  const found: Client[] = []
  for (let at = node.body, end = subtreeEnd(source, node.body); at < end; at++) {
    const inner = source.node(at)
    if (inner.kind === 'function' || inner.kind === 'class') at = subtreeEnd(source, at) - 1
    else if (inner.kind === 'return' && inner.value >= 0) found.push(...clientsOf(evaluator, source, inner.value, steps, depth + 1))
  }
  return found.length ? found : unknown
}

/** What a parameter of a function is at a call of it. */
export function handedIn(evaluator: Evaluator, source: Source, id: NodeId, target: { path: string; node: NodeId }, client: Client, depth = 0): readonly Client[] {
  if (client.kind !== 'parameter' || client.path !== target.path || client.function !== target.node) return [client]
  const node = source.node(id)
  if (node.kind !== 'call') return unknown
  const argument = node.arguments[client.index]
  if (node.arguments.slice(0, client.index + 1).some((it) => source.node(it).kind === 'spread')) return unknown
  if (argument !== undefined) {
    const given = clientsOf(evaluator, source, argument, client.steps, depth + 1)
    if (given.length > 0 || client.steps.length > 0) return given
  }
  const owner = evaluator.world.source(target.path)
  const parameter = owner?.as(owner.as(target.node, 'function')?.parameters[client.index] ?? -1, 'parameter')
  return owner && parameter && parameter.fallback >= 0 ? clientsOf(evaluator, owner, parameter.fallback, client.steps, depth + 1) : []
}

function inObject(evaluator: Evaluator, source: Source, id: NodeId, steps: readonly string[], depth: number): readonly Client[] {
  const [name, ...rest] = steps
  if (name === undefined) return unknown
  const { properties } = source.as(id, 'object')!
  const own = properties.findLast((it) => it.key === name)
  if (own && own.value >= 0) return clientsOf(evaluator, source, own.value, rest, depth + 1)
  return properties.filter((it) => it.key === undefined).flatMap((it) => (it.spread ? clientsOf(evaluator, source, it.value, steps, depth + 1) : unknown))
}

/** Where a call is told its transaction: none, where it is not told any. */
export function toldClients(evaluator: Evaluator, source: Source, id: NodeId, fact: CallFact, depth = 0): readonly Client[] {
  const { takesHandle } = fact
  if (!takesHandle) return []
  const calls = chainCalls(source, id)
  const linked = takesHandle.links && calls.some((it) => takesHandle.links!.includes(source.as(source.as(it, 'call')?.callee ?? -1, 'member')?.name ?? ''))
  if (linked) return handle
  const argument = takesHandle.argument === undefined ? undefined : source.as(id, 'call')?.arguments[takesHandle.argument]
  if (argument === undefined) return source.as(id, 'call')?.arguments.some((it) => source.node(it).kind === 'spread') ? unknown : []
  const given = clientsOf(evaluator, source, argument, takesHandle.path === undefined ? [] : [takesHandle.path], depth + 1)
  // Whatever it is told, it is told something.
  return given.map((it) => (it.kind === 'client' ? { kind: 'handle' } : it))
}

function leaf(evaluator: Evaluator, source: Source, id: NodeId, steps: readonly string[]): readonly Client[] {
  const whole = evaluator.value(source, id)
  const value = isClient(evaluator, whole) ? whole : evaluator.along(whole, steps)
  return isKnown(value) && isClient(evaluator, value) ? optionsOf(value).map((it) => ({ kind: 'client', value: it, at: { path: source.path, node: id } })) : unknown
}

/** Whether an expression already is a client or hangs on one. */
function leads(evaluator: Evaluator, source: Source, id: NodeId): boolean {
  return isClient(evaluator, evaluator.value(source, id))
}

/** A value of a library's type, or of the workspace's own class that extends one. */
export function isClient(evaluator: Evaluator, value: Value): boolean {
  return optionsOf(value).some((option) => option.kind === 'library' || option.kind === 'library-class'
    || ((option.kind === 'instance' || option.kind === 'class') && extendsLibrary(evaluator, option)))
}

function extendsLibrary(evaluator: Evaluator, value: { path: string; node: NodeId }, depth = 0): boolean {
  const source = evaluator.world.source(value.path)
  const node = source?.as(value.node, 'class')
  if (!source || !node || node.extends < 0 || depth > 6) return false
  return optionsOf(evaluator.value(source, node.extends)).some((base) => base.kind === 'library-class' || base.kind === 'library'
    || (base.kind === 'class' && extendsLibrary(evaluator, base, depth + 1)))
}

function getterOf(evaluator: Evaluator, source: Source, object: NodeId, name: string): { path: string; node: NodeId } | undefined {
  const owner = evaluator.value(source, object)
  if (owner.kind !== 'instance' && owner.kind !== 'object') return undefined
  const place = evaluator.world.source(owner.path)
  const held = place?.node(owner.node)
  if (held?.kind === 'class') {
    const found = held.members.find((it) => it.name === name && it.kind === 'get')
    return found && { path: owner.path, node: found.value }
  }
  const found = held?.kind === 'object' ? held.properties.find((it) => it.key === name && it.method === 'get') : undefined
  return found && { path: owner.path, node: found.value }
}

/** The receiver of a call that may be built in steps. */
export function receiverOf(source: Source, id: NodeId): NodeId {
  const node = source.node(id)
  if (node.kind === 'tagged') return node.tag
  if (node.kind !== 'call') return -1
  return source.as(node.callee, 'member')?.object ?? node.callee
}

/** Parameters in the conditions that decide whether a node runs: those around it, and those that end the function before it. */
export function decidedBy(source: Source, id: NodeId, owner: NodeId): Client[] {
  const found: Client[] = []
  const look = (test: NodeId): void => {
    for (let at = test, end = subtreeEnd(source, test); at < end; at++) {
      const name = source.as(at, 'name')
      const binding = name && name.binding >= 0 ? source.facts.bindings[name.binding]! : undefined
      const parameter = binding && binding.value >= 0 ? source.as(binding.value, 'parameter') : undefined
      if (!binding || !parameter) continue
      const index = source.as(parameter.parent, 'function')?.parameters.indexOf(binding.value) ?? -1
      if (index >= 0) found.push({ kind: 'parameter', path: source.path, function: parameter.parent, index, steps: binding.path.map(String) })
    }
  }
  let child = id
  for (const at of source.outwards(id)) {
    const node = source.node(at)
    if ((node.kind === 'if' || node.kind === 'conditional') && node.test !== child) look(node.test)
    if (node.kind === 'binary' && node.right === child) look(node.left)
    if (node.kind === 'block') for (const earlier of node.body) if (earlier < child) endingTest(source, earlier, look)
    if (at === owner) break
    child = at
  }
  return found
}

function endingTest(source: Source, statement: NodeId, look: (test: NodeId) => void): void {
  const node = source.as(statement, 'if')
  if (!node) return
  for (let at = node.then, end = subtreeEnd(source, node.then); at < end; at++) {
    const { kind } = source.node(at)
    if (kind === 'return' || kind === 'throw') return look(node.test)
  }
}

/** Whether a name stands anywhere in an expression; with `locals`, also in what the local names in it are made of. */
export function mentions(source: Source, id: NodeId, binding: number, locals: boolean, depth = 0): boolean {
  if (id < 0 || depth > 4) return false
  for (let at = id, end = subtreeEnd(source, id); at < end; at++) {
    const name = source.as(at, 'name')
    if (!name || name.binding < 0) continue
    if (name.binding === binding) return true
    const local = source.facts.bindings[name.binding]!
    const value = local.function === 0 || local.value < 0 || !locals ? undefined : source.node(local.value)
    if (value && local.value < id && value.kind !== 'parameter' && value.kind !== 'function' && mentions(source, local.value, binding, true, depth + 1)) return true
  }
  return false
}

export const printClient = (client: Client): string => {
  if (client.kind === 'parameter') return `${client.function} ${client.path} ${client.index} ${client.steps.join('.')}`
  return client.kind === 'client' ? `${printOf(client.value)} ${client.field?.name ?? ''}` : client.kind
}
