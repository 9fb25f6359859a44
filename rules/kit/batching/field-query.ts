/** The query of a field resolver, taken apart: which key it asks for, and what a query for all keys is made of. */
import type { NodeId, NodeOf } from '../facts.ts'
import type { About, Reached } from '../rule.ts'
import type { Source } from '../source.ts'
import { loadOf, type Load } from './load.ts'
import { bindingOf, isConstant, rootOf, within } from '../code/code.ts'

export interface FieldQuery {
  load: Load
  resolver: NodeOf<'function'>
  /** The resolver's parameter with the context, where the query itself is asked of it: `context.prisma.user`. */
  asksContext: boolean
  /** The position of the parameter with the context. */
  context: number
}

/** Undefined for every shape whose answers a loader would not give alike. */
export function fieldQuery(reached: Reached, about: About): FieldQuery | undefined {
  const { call, source, keyedBy, path } = reached
  if (path.length > 0 || keyedBy?.kind !== 'resolver' || keyedBy.context === undefined || reached.repetitions.length > 1) return undefined
  const resolver = source.as(keyedBy.node, 'function')
  const made = source.as(call.node, 'call')
  if (!resolver || !made || made.optional || source.as(made.callee, 'member')?.optional) return undefined
  const given = resolver.parameters[keyedBy.context] ?? -1
  // The context may be taken apart where the resolver is handed it.
  const names = source.facts.bindings.flatMap(({ value }, id) => (given >= 0 && value === given ? [id] : []))
  const asksContext = names.includes(source.as(rootOf(source, call.node), 'name')?.binding ?? -1)
  const load = loadOf(reached, call, about, asksContext ? names : [])
  if (!load || load.isOfParts || load.ofClass !== undefined || !isOfElement(source, load.keyNode, resolver)) return undefined
  return { load, resolver, asksContext, context: keyedBy.context }
}

/** Made of parameters' own names: what stands in the body may be made of anything. */
function isOfElement(source: Source, key: NodeId, resolver: NodeOf<'function'>): boolean {
  return [key, ...within(source, key)].every(at => {
    const binding = bindingOf(source, at)
    return !binding || (isConstant(binding) && resolver.parameters.includes(binding.value) && source.node(binding.value).kind === 'parameter')
  })
}
