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

/** `c.get('db')`: the member that an argument names. */
export function pickedValue(evaluator: Evaluator, fact: TypeArgument & { argument: number }, receiver: LibraryValue | undefined, source: Source, given: readonly NodeId[]): Value {
  const argument = given[fact.argument]
  const name = argument === undefined ? unknown : evaluator.value(source, argument)
  if (name.kind !== 'literal' || typeof name.value !== 'string') return unknown
  return evaluator.member(typeArgumentValue(evaluator, fact, receiver), name.value)
}
