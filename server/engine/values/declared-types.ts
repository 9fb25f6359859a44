/** Which class or object type an expression is declared to be: where its members are declared, whatever stands behind it; else the object that it is. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { typeValue } from './type-values.ts'
import { optionsOf, unknown, type Value } from './values.ts'

/** Of an expression or a type; undefined where that is several, or nothing of the workspace. */
export function declaredType(evaluator: Evaluator, source: Source, id: NodeId): { path: string; node: NodeId } | undefined {
  const isType = source.node(id).kind.startsWith('type-')
  const [type, ...others] = optionsOf(isType ? typeValue(evaluator, source, id) : declaredValue(evaluator, source, id))
  return others.length === 0 && (type?.kind === 'shape' || type?.kind === 'instance' || type?.kind === 'class' || type?.kind === 'object') ? { path: type.path, node: type.node } : undefined
}

function declaredValue(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): Value {
  if (depth > 12) return unknown
  const node = source.node(id)
  if (node.kind === 'name' && node.binding >= 0) return declaredBinding(evaluator, source, node.binding, depth)
  if (node.kind === 'member') return declaredMember(evaluator, declaredValue(evaluator, source, node.object, depth + 1), node.name, depth)
  return evaluator.value(source, id)
}

function declaredBinding(evaluator: Evaluator, source: Source, id: number, depth: number): Value {
  const binding = source.facts.bindings[id]!
  const parameter = source.as(binding.value, 'parameter')
  const type = binding.type >= 0 ? binding.type : parameter?.type ?? -1
  const whole = type >= 0 ? typeValue(evaluator, source, type)
    : binding.value >= 0 && !parameter && ['name', 'member'].includes(source.node(binding.value).kind) ? declaredValue(evaluator, source, binding.value, depth + 1) : undefined
  if (!whole) return evaluator.binding(source, id)
  return binding.path.reduce<Value>((value, step) => (typeof step === 'string' ? declaredMember(evaluator, value, step, depth) : unknown), whole)
}

function declaredMember(evaluator: Evaluator, value: Value, name: string, depth: number): Value {
  if (value.kind !== 'shape' && value.kind !== 'instance') return evaluator.member(value, name)
  const source = evaluator.world.source(value.path)
  if (!source) return unknown
  if (value.kind === 'shape') {
    const property = source.as(value.node, 'type-object')?.properties.find(({ key }) => key === name)
    return property && property.value >= 0 && source.node(property.value).kind !== 'type-function' ? typeValue(evaluator, source, property.value) : evaluator.member(value, name)
  }
  const member = source.as(value.node, 'class')?.members.find(each => each.name === name && !each.static)
  const type = member && member.kind === 'field' ? (member.type >= 0 ? member.type : source.as(member.value, 'parameter')?.type ?? -1) : -1
  if (type >= 0) return typeValue(evaluator, source, type)
  return member?.kind === 'field' && member.value >= 0 && source.node(member.value).kind === 'name' ? declaredValue(evaluator, source, member.value, depth + 1) : evaluator.member(value, name)
}
