/** Clients that the workspace gives methods of its own: `repository.extend({ … })`. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Call as CallFact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { isKnown, optionsOf, type LibraryValue, type Value } from './values.ts'

/** The object whose members the call adds to its receiver. */
export function extendedBy(evaluator: Evaluator, fact: CallFact, source: Source, given: readonly NodeId[]): Pick<LibraryValue, 'extended'> {
  const argument = fact.extendedBy === undefined ? undefined : given[fact.extendedBy]
  const value = argument === undefined ? undefined : evaluator.value(source, argument)
  return value?.kind === 'object' ? { extended: { path: value.path, node: value.node } } : {}
}

/** What `this` is in the methods of such an object. */
export function extendedSelf(evaluator: Evaluator, source: Source, object: NodeId): Value | undefined {
  const { parent } = source.node(object)
  const call = source.as(parent, 'call')
  const index = call ? call.arguments.indexOf(object) : -1
  if (!call || index < 0) return undefined
  const isExtension = optionsOf(evaluator.value(source, call.callee)).some((option) => option.kind === 'library-function' && option.fact.extendedBy === index)
  const made = isExtension ? evaluator.value(source, parent) : undefined
  return made && isKnown(made) ? made : undefined
}
