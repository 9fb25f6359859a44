/** Calls that are handed over as a list, and sent together. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { chainEnd } from '../values/chains.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { optionsOf } from '../values/values.ts'
import type { Turn } from './turns.ts'

/** `db.batch(items.map((item) => db.insert(…)))`, on the spot or through a name. */
export function sentTogether(evaluator: Evaluator, source: Source, id: NodeId, turn: Turn): 'one' | 'each' | undefined {
  const list = wholeList(source, chainEnd(source, id), turn)
  if (list === undefined) return undefined
  const handedTo = (at: NodeId): 'one' | 'each' | undefined => {
    const call = source.as(source.node(at).parent, 'call')
    const position = call?.arguments.indexOf(at) ?? -1
    const found = call && position >= 0 ? optionsOf(evaluator.value(source, call.callee)).flatMap((value) =>
      (value.kind === 'library-function' && value.fact.sendsTogether?.argument === position ? [value.fact.sendsTogether.trips] : [])) : []
    return found[0]
  }
  const declare = source.as(source.node(list).parent, 'declare')
  const uses = (declare?.bindings ?? []).flatMap((binding) => source.usesOf(binding))
  return handedTo(list) ?? uses.flatMap((use) => handedTo(use) ?? handedTo(spreadInto(source, use)) ?? [])[0]
}

/** The array that a list is spread into; the list itself where it is not. */
function spreadInto(source: Source, use: NodeId): NodeId {
  const spread = source.node(use).parent
  const array = source.node(spread).parent
  return source.node(spread).kind === 'spread' && source.node(array).kind === 'array' ? array : use
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
