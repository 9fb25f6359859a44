/** Whether all that a call does is to read: then it may run earlier, once, or beside others of its kind. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Context } from '../call-subject.ts'
import type { Site } from '../sites.ts'
import type { FunctionKey } from '../summaries.ts'
import { optionsOf } from '../values/values.ts'
import { subtreeEnd } from '../world.ts'

const deepest = 4
const mutating = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'set', 'add', 'delete', 'clear', 'append'])
/** These end the work of whoever calls them. */
const leaving = new Set(['redirect', 'permanentRedirect', 'notFound', 'unauthorized', 'forbidden', 'invariant', 'assert', 'fail', 'abort'])
const throwing = ['OrThrow', 'OrFail']

export function reads(context: Context, source: Source, site: Site): boolean {
  return readsAt(context, source, site, 0)
}

function readsAt(context: Context, source: Source, site: Site, depth: number): boolean {
  const fact = site.meaning?.fact
  if (fact?.does) return fact.does === 'query' && !mayThrow(source, site.node)
  return site.targets.length > 0 && site.targets.every((target) => functionReads(context, target, depth + 1))
}

/** It throws of its own where there is no row. */
function mayThrow(source: Source, id: NodeId): boolean {
  const node = source.node(id)
  const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
  return callee !== undefined && throwing.some((end) => callee.name.endsWith(end))
}

function functionReads(context: Context, target: FunctionKey, depth: number): boolean {
  const source = context.evaluator.world.peek(target.path)
  const owner = source?.as(target.node, 'function')
  if (!source || !owner || owner.body < 0 || owner.generator || depth > deepest) return false
  const sites = new Map((context.graph.links(target.path)?.sites.get(target.node) ?? []).map((site) => [site.node, site]))
  for (let at = owner.body, end = subtreeEnd(source, owner.body); at < end; at++) {
    const node = source.node(at)
    if (node.kind === 'throw' || node.kind === 'yield') return false
    if (node.kind === 'assign' && !isOwn(source, node.target, target.node)) return false
    if (node.kind === 'unary' && ['++', '--', 'delete'].includes(node.operator) && !isOwn(source, node.value, target.node)) return false
    if (node.kind !== 'call' && node.kind !== 'new' && node.kind !== 'tagged') continue
    const site = sites.get(at)
    if (site ? !readsAt(context, source, site, depth) : !isHarmless(context, source, at, target.node)) return false
  }
  return true
}

/** What is assigned is the function's own name, or inside of something that the function made. */
function isOwn(source: Source, id: NodeId, owner: NodeId): boolean {
  for (let at = id; ;) {
    const node = source.node(at)
    if (node.kind === 'member' || node.kind === 'index') at = node.object
    else if (node.kind === 'name' && node.binding >= 0) {
      const binding = source.facts.bindings[node.binding]!
      return binding.kind !== 'parameter' && source.contains(owner, binding.value >= 0 ? binding.value : node.parent) && binding.function !== 0
    } else return node.kind === 'object' || node.kind === 'array'
  }
}

/** A call that leads to nothing that is known: of the language, or waited for by nobody. */
function isHarmless(context: Context, source: Source, id: NodeId, owner: NodeId): boolean {
  const node = source.node(id)
  if (node.kind === 'new') return true
  const callee = node.kind === 'call' ? node.callee : node.kind === 'tagged' ? node.tag : -1
  const name = source.as(callee, 'name')
  const member = source.as(callee, 'member')
  if (name && leaving.has(name.name)) return false
  if (member && mutating.has(member.name) && !isOwn(source, member.object, owner)) return false
  if (source.node(node.parent).kind !== 'await') return true
  const root = member && source.as(member.object, 'name')
  if (root && root.binding < 0 && root.name === 'Promise') return true
  // What frameworks hand out (`await cookies()`) has no effect.
  const values = optionsOf(context.evaluator.value(source, callee))
  return values.every((value) => value.kind === 'library-function' && value.fact.does === undefined)
    || (node.kind === 'call' && chainsQuery(source, id, owner, context))
}

/** `await db.select().from(users)`: the last link of a chain that begins with a query. */
function chainsQuery(source: Source, id: NodeId, owner: NodeId, context: Context): boolean {
  const sites = context.graph.links(source.path)?.sites.get(owner) ?? []
  for (let at = id; ;) {
    const member = source.as(source.as(at, 'call')?.callee ?? -1, 'member')
    if (!member) return false
    at = member.object
    const site = sites.find((it) => it.node === at)
    if (site) return site.meaning?.fact.does === 'query'
  }
}
