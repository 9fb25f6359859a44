/** Names of the response headers that a call sets, lower case; `*` where one cannot be read. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from '../values/evaluate.ts'

/** By an argument that names one, or holds an object of them. */
export function headerNames(evaluator: Evaluator, source: Source, header: number | string, given: readonly NodeId[]): string[] {
  if (typeof header === 'string') return [header]
  const argument = given[header]
  if (argument === undefined) return []
  const object = source.as(argument, 'object')
  if (object) return object.properties.map((it) => it.key?.toLowerCase() ?? '*')
  const value = evaluator.value(source, argument)
  return [value.kind === 'literal' && typeof value.value === 'string' ? value.value.toLowerCase() : '*']
}

/** In an options object. */
export function headersIn(evaluator: Evaluator, source: Source, argument: NodeId | undefined, path: string): string[] {
  if (argument === undefined) return []
  const kind = source.node(argument).kind
  // A status, which some take in the place of the options.
  if (kind === 'number' || kind === 'literal') return []
  const options = source.as(argument, 'object')
  if (!options) return ['*']
  const property = options.properties.find((it) => it.key === path)
  if (!property) return options.properties.some((it) => it.spread) ? ['*'] : []
  return source.node(property.value).kind === 'object' ? headerNames(evaluator, source, 0, [property.value]) : ['*']
}
