/** Reasons for which a repeated write is legitimate, beside those that it shares with reading: see `guards.ts`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Guard } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls, chainEnd } from '../values/chains.ts'
import { rootsOf } from './dependence.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { takesChunk } from './chunks.ts'
import type { Turn } from './turns.ts'
import type { Site } from '../sites.ts'
import { optionsOf } from '../values/values.ts'

export function writeGuardsOf(evaluator: Evaluator, source: Source, site: Site, turn: Turn): Guard[] {
  const guards: Guard[] = []
  if (hasOtherTarget(source, site, turn)) guards.push('other-target')
  if (isSentTogether(evaluator, source, site.node, turn)) guards.push('sent-together')
  if (takesWholeLists(source, site, turn)) guards.push('chunk')
  return guards
}

/** The table, or the client, is another one in each turn: these writes have no common statement. */
function hasOtherTarget(source: Source, site: Site, turn: Turn): boolean {
  const target = site.meaning?.fact.target
  const call = source.as(site.node, 'call')
  if (target === undefined || typeof target === 'object' || !call) return false
  const named = target === 'receiver' ? source.as(call.callee, 'member')?.object : call.arguments[target]
  return named !== undefined && rootsOf(source, site, [named]).turns.has(site.turns.indexOf(turn))
}

/** `db.batch(items.map((item) => db.insert(…)))`, on the spot or through a name. */
function isSentTogether(evaluator: Evaluator, source: Source, id: NodeId, turn: Turn): boolean {
  const list = wholeList(source, chainEnd(source, id), turn)
  if (list === undefined) return false
  const handedTo = (at: NodeId): boolean => {
    const call = source.as(source.node(at).parent, 'call')
    const position = call?.arguments.indexOf(at) ?? -1
    return call !== undefined && position >= 0 && optionsOf(evaluator.value(source, call.callee)).some((value) =>
      value.kind === 'library-function' && value.fact.sendsTogether?.argument === position)
  }
  if (handedTo(list)) return true
  const declare = source.as(source.node(list).parent, 'declare')
  return (declare?.bindings ?? []).some((binding) => source.usesOf(binding).some((use) => handedTo(use) || spreadInto(source, use, handedTo)))
}

function spreadInto(source: Source, use: NodeId, handedTo: (id: NodeId) => boolean): boolean {
  const spread = source.node(use).parent
  const array = source.node(spread).parent
  return source.node(spread).kind === 'spread' && source.node(array).kind === 'array' && handedTo(array)
}

/** The list of what the callback of a `map` gives, or the name that a loop pushes it to: it is not waited for in its turn. */
function wholeList(source: Source, whole: NodeId, turn: Turn): NodeId | undefined {
  const pushed = source.as(source.node(whole).parent, 'call')
  const callee = pushed && source.as(pushed.callee, 'member')
  if (pushed && callee?.name === 'push' && pushed.arguments.includes(whole)) {
    const binding = source.as(callee.object, 'name')?.binding ?? -1
    const { value } = source.facts.bindings[binding] ?? { value: -1 }
    return value >= 0 ? value : undefined
  }
  for (const at of source.outwards(whole)) {
    const { kind, parent } = source.node(at)
    if (kind === 'await') return undefined
    if (at !== turn.node) continue
    const spread = source.node(parent).kind === 'spread' ? source.node(parent).parent : undefined
    return spread === undefined ? at : source.node(spread).kind === 'array' ? spread : undefined
  }
  return undefined
}

/**
 * The call takes many rows, and those that it is handed are all that there is of a turn: `for (const chunk of chunks)
 * await insertMany(chunk)`.
 */
function takesWholeLists(source: Source, site: Site, turn: Turn): boolean {
  const names = new Set<number>()
  for (const at of site.meaning?.fact.builds ? chainCalls(source, site.node) : [site.node]) {
    listsHandedOver(source, at, site.meaning?.fact.manyRows?.property, names)
  }
  return takesChunk(source, turn, names)
}

const listWords = /(chunk|batch|group|page|slice|part|bucket)(es|s)?$/i

/** Names in the arguments of a call that hold lists, as what is done with them shows, or what they are called. */
function listsHandedOver(source: Source, id: NodeId, property: string | undefined, names: Set<number>): void {
  const call = source.as(id, 'call')
  for (const argument of call?.arguments ?? []) {
    const object = source.as(argument, 'object')
    for (const value of object ? object.properties.flatMap((it) => (it.key === property ? [it.value] : [])) : [argument]) {
      if (value < 0) continue
      const node = source.node(value)
      if (node.kind === 'name' && node.binding >= 0 && isList(source, node.binding)) names.add(node.binding)
      const callee = node.kind === 'call' ? source.as(node.callee, 'member') : undefined
      const list = callee && ['map', 'flatMap', 'filter'].includes(callee.name) ? source.as(callee.object, 'name') : undefined
      if (list && list.binding >= 0) names.add(list.binding)
    }
  }
}

function isList(source: Source, id: number): boolean {
  const binding = source.facts.bindings[id]!
  if (listWords.test(binding.name)) return true
  if (binding.value >= 0) {
    const value = source.node(binding.value)
    const callee = value.kind === 'call' ? source.as(value.callee, 'member') : undefined
    if (callee && ['slice', 'splice', 'map', 'filter', 'flatMap'].includes(callee.name)) return true
  }
  return source.usesOf(id).some((use) => {
    const member = source.as(source.node(use).parent, 'member')
    return member?.object === use && ['map', 'flatMap', 'filter', 'forEach', 'length', 'push'].includes(member.name)
  })
}
