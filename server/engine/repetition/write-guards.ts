/** Reasons for which a repeated write is legitimate, beside those that it shares with reading: see `guards.ts`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Guard } from '../../../rules/kit/rule.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainCalls } from '../values/chains.ts'
import { rootsOf } from './dependence.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { sentTogether } from './sending.ts'
import { takesChunk } from './chunks.ts'
import type { Turn } from './turns.ts'
import type { Site } from '../sites.ts'

export function writeGuardsOf(evaluator: Evaluator, source: Source, site: Site, turn: Turn): Guard[] {
  const guards: Guard[] = []
  if (hasOtherTarget(source, site, turn)) guards.push('other-target')
  if (sentTogether(evaluator, source, site.node, turn) === 'each') guards.push('sent-together')
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
