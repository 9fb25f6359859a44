/** What is put into an object after it was written down: `const db = {}; db.users = …; module.exports = db`. */
import type { BindingId, NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { namedInFolder } from './folders.ts'
import { isKnown, union, unknown, type Value } from './values.ts'

export function assignedMember(evaluator: Evaluator, source: Source, object: NodeId, name: string): Value {
  const binding = nameFor(source, object)
  if (binding === undefined) return unknown
  const computed: NodeId[] = []
  const values: Value[] = []
  for (const use of source.usesOf(binding)) {
    const { parent } = source.node(use)
    const member = source.as(parent, 'member')
    const index = source.as(parent, 'index')
    const target = (member ?? index)?.object === use ? source.as((member ?? index)!.parent, 'assign') : undefined
    if (!target || target.target !== parent) continue
    if (member?.name === name) values.push(evaluator.value(source, target.value))
    else if (index) computed.push(target.value)
  }
  const found = union(values)
  return isKnown(found) ? found : union(computed.map((value) => namedInFolder(evaluator, source, value, name)))
}

/** The name that holds an object literal from its beginning. */
function nameFor(source: Source, object: NodeId): BindingId | undefined {
  const parent = source.node(source.node(object).parent)
  return parent.kind === 'declare' && parent.value === object && !parent.pattern ? parent.bindings[0] : undefined
}
