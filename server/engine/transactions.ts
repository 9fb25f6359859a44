/** Transactions whose callback holds a place. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Transaction } from '../../rules/kit/rule.ts'
import type { Source } from '../../rules/kit/source.ts'
import { runsArgument } from './contexts.ts'
import type { Evaluator } from './evaluate.ts'
import { calleePlace } from './graph.ts'
import { optionsOf } from './values.ts'

/** The innermost transaction around a node, from the node's function outwards through callbacks that run on the spot. */
export function transactionAround(evaluator: Evaluator, source: Source, id: NodeId): Transaction | undefined {
  for (const at of source.outwards(id)) {
    const callback = source.as(at, 'function')
    const call = callback && source.as(callback.parent, 'call')
    const position = call?.arguments.indexOf(at) ?? -1
    if (!callback || !call || position < 0) continue
    for (const value of optionsOf(evaluator.value(source, call.callee))) {
      if (value.kind !== 'library-function') continue
      const runs = value.fact.runs?.find((it) => runsArgument(it, position, call.arguments.length))
      const library = runs?.transaction ? evaluator.world.knowledge.library(value.library) : undefined
      if (!library) continue
      const parameter = callback.parameters[0]
      const binding = parameter === undefined ? -1 : source.facts.bindings.findIndex((it) => it.value === parameter && it.path.length === 0)
      return {
        at: calleePlace(source, callback.parent), node: callback.parent, library,
        ...(binding >= 0 ? { binding, handle: source.facts.bindings[binding]!.name } : { binding: undefined, handle: undefined }),
      }
    }
  }
  return undefined
}
