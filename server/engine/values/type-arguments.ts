/** Values that are known only from type arguments: `initTRPC.context<Context>()`, `new Hono<{ Variables: … }>()`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { TypeArgument } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { typeValue } from './type-values.ts'
import { isKnown, optionsOf, union, unknown, type LibraryValue, type Value } from './values.ts'

/** What a type argument of the receiver stands for. */
export function typeArgumentValue(evaluator: Evaluator, fact: TypeArgument, receiver: LibraryValue | undefined): Value {
  const source = receiver?.types && evaluator.world.source(receiver.types.path)
  const node = receiver?.types?.nodes[fact.typeArgument]
  if (!source || node === undefined) return unknown
  const argument = typeValue(evaluator, source, node)
  const whole = fact.returned ? union(optionsOf(argument).map((option) => returnedBy(evaluator, option))) : argument
  return (fact.path ?? []).reduce((value, name) => evaluator.member(value, name), whole)
}

function returnedBy(evaluator: Evaluator, option: Value): Value {
  if (option.kind === 'function') return evaluator.returned(option)
  if (option.kind !== 'shape') return option
  const source = evaluator.world.source(option.path)
  const type = source?.as(option.node, 'type-function')
  const given = source && type ? typeValue(evaluator, source, type.returns) : unknown
  return isKnown(given) ? given : option
}

/** `get<K extends keyof Stores>(name: K): Stores[K]`: the member that an argument names, of what a function says it gives. */
export function indexedReturn(evaluator: Evaluator, callee: { path: string; node: NodeId }, given: (position: number) => Value): Value {
  const source = evaluator.world.source(callee.path)
  const node = source?.as(callee.node, 'function')
  const type = node && node.returns >= 0 ? source!.as(node.returns, 'type-index') : undefined
  const key = type && source!.as(type.index, 'type-name')?.binding
  if (!source || !node || !type || key === undefined || key < 0 || source.facts.bindings[key]!.kind !== 'type-parameter') return unknown
  const position = node.parameters.findIndex((it) => source.as(source.as(it, 'parameter')!.type, 'type-name')?.binding === key)
  const name = position < 0 ? unknown : given(position)
  return name.kind === 'literal' && typeof name.value === 'string' ? evaluator.member(typeValue(evaluator, source, type.object), name.value) : unknown
}

/** `c.get('db')`: the member that an argument names. */
export function pickedValue(evaluator: Evaluator, fact: TypeArgument & { argument: number }, receiver: LibraryValue | undefined, source: Source, given: readonly NodeId[]): Value {
  const argument = given[fact.argument]
  const name = argument === undefined ? unknown : evaluator.value(source, argument)
  if (name.kind !== 'literal' || typeof name.value !== 'string') return unknown
  return evaluator.member(typeArgumentValue(evaluator, fact, receiver), name.value)
}
