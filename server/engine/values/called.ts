/** Exported functions and classes by their name, before anything is followed: most calls are none of them. */
import type { Framework } from '../../../rules/kit/framework.ts'
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf } from './values.ts'

/** The exported name that a callee may stand for. */
export function calledName(source: Source, callee: NodeId): string {
  const node = source.node(callee)
  if (node.kind === 'member') return node.name
  if (node.kind !== 'name') return ''
  const index = node.binding < 0 ? -1 : source.facts.bindings[node.binding]!.import
  const name = index < 0 ? node.name : source.facts.imports[index]!.name
  return name === 'default' || name === '*' ? node.name : name
}

/** The name under which a call or construction is a framework's own. */
export function calledWith(evaluator: Evaluator, source: Source, id: NodeId, framework: Framework): string | undefined {
  const node = source.as(id, 'call') ?? source.as(id, 'new')
  for (const value of node ? optionsOf(evaluator.value(source, node.callee)) : []) {
    if (value.kind === 'library-function' && value.library === framework.name) return value.name
    if (value.kind === 'library-class' && value.library === framework.name) return value.type
  }
  return undefined
}
