/** The turn that a field resolver is: one for each object of its type. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import { entriesOf } from '../entries/entries.ts'
import type { Evaluator } from '../values/evaluate.ts'
import { resolverAt } from '../entries/resolvers.ts'
import type { Turn } from './turns.ts'

export function resolverTurn(evaluator: Evaluator, source: Source, id: NodeId): Turn | undefined {
  const found = entriesOf(evaluator, source.path).entries.find((it) => it.each && it.handler.node === id && it.handler.path === source.path) ?? resolverAt(evaluator, source.path, id)
  const node = source.as(id, 'function')
  if (!found?.each || !node) return undefined
  const { element, parameter } = found.each
  const context = found.form.parameters?.findIndex((type) => type !== '' && found.framework.types?.[type]?.context) ?? -1
  const given = parameter === 'this' ? undefined : node.parameters[parameter]
  const start = node.nameStart >= 0 && node.nameEnd > node.nameStart ? node.nameStart : node.start
  const end = node.nameEnd > node.nameStart ? node.nameEnd : Math.max(node.start + 1, source.node(Math.max(node.body, 0)).start)
  return {
    repetition: { kind: 'resolver', at: { path: source.path, start, end }, element, list: undefined, bound: undefined, queried: false, concurrent: true, ...(context >= 0 && { context }), node: id, path: source.path },
    elements: given === undefined ? [] : source.facts.bindings.flatMap((it, binding) => (it.value === given ? [binding] : [])),
    index: undefined, ...(parameter === 'this' && { self: true as const }), list: -1, node: id,
  }
}
