/** The query of a field resolver, taken apart: which key it asks for, and what a query for all keys is made of. */
import type { NodeId, NodeOf, Property } from '../facts.ts'
import type { ManyByObject } from '../library.ts'
import type { About, Reached } from '../rule.ts'
import type { SchemaField } from '../schema.ts'
import type { Source } from '../source.ts'
import { bindingOf, isConstant, isPlainObject, isPure, propertyOf, within } from '../code/code.ts'
import { askedBy, fieldOf, isMapKey, isUnique, mayFoldCase, modelOf, providerOf } from '../relations/models.ts'

export interface FieldQuery {
  source: Source
  resolver: NodeOf<'function'>
  call: NodeId
  method: NodeOf<'member'>
  many: ManyByObject
  /** The condition that holds the key, and its column. */
  condition: Property & { key: string }
  column: SchemaField
  /** It gives the rows of each key, rather than one row. */
  grouped: boolean
  /** The resolver's parameter with the context, where the query itself is asked of it: `context.prisma.user`. */
  asksContext: boolean
  /** The position of the parameter with the context. */
  context: number
  doubts: string[]
}

/** Undefined for every shape whose answers a loader would not give alike. */
export function fieldQuery(reached: Reached, about: About): FieldQuery | undefined {
  const { call, source, keyedBy, path } = reached
  const { many } = call.facts
  if (path.length > 0 || keyedBy?.kind !== 'resolver' || keyedBy.context === undefined || reached.repetitions.length > 1) return undefined
  if (many?.style !== 'object' || many.where === undefined || !['null', 'undefined', 'rows'].includes(many.missing)) return undefined
  const resolver = source.as(keyedBy.node, 'function')
  const made = source.as(call.node, 'call')
  const method = made && source.as(made.callee, 'member')
  const given = source.as(made?.arguments[many.argument] ?? -1, 'object')
  if (!resolver || !made || made.types || made.optional || made.arguments.length !== 1 || !method || method.optional || !isPlainObject(given)) return undefined
  // A fluent call further on, as `findUnique(…).posts()`, asks something else.
  if (source.as(made.parent, 'member')?.object === call.node && source.as(made.parent, 'member')!.name !== 'then') return undefined
  const where = source.as(propertyOf(given, many.where)?.value ?? -1, 'object')
  if (!isPlainObject(where)) return undefined

  const own = (id: NodeId): boolean => namesIn(source, id).some(binding => isInside(source, binding, keyedBy.node))
  const varying = where.properties.filter(({ value }) => own(value))
  const [condition] = varying
  const wishes = given.properties.filter(({ key }) => key !== many.where)
  if (varying.length !== 1 || condition?.key === undefined || many.operators.includes(condition.key) || source.node(condition.value).kind === 'object') return undefined
  if (wishes.some(({ key, value }) => key === undefined || own(value) || !many.keeps.includes(key) || key === many.select)) return undefined
  if (!isPure(source, condition.value) || !namesIn(source, condition.value).every(binding => isOfElement(source, binding, resolver))) return undefined

  const asked = askedBy(call, about)
  const column = fieldOf(asked.model, condition.key)
  const grouped = many.missing === 'rows'
  if (!asked.model || !column || !isMapKey(column) || (!grouped && !isUnique(asked.model, condition.key))) return undefined
  const element = fieldOf(modelOf(asked.schema, keyedBy.element), source.as(condition.value, 'member')?.name)
  // What is null is no key of a loader, and of no other row either.
  if (element?.optional || column.optional) return undefined
  const root = rootName(source, method.object)
  const asksContext = root !== undefined && isInside(source, root, keyedBy.node)
  if (asksContext && source.as(resolver.parameters[keyedBy.context] ?? -1, 'parameter')?.binding !== source.facts.bindings.indexOf(root)) return undefined
  if (source.node(rootNode(source, method.object)).kind === 'this') return undefined
  return {
    source, resolver, call: call.node, method, many, condition: condition as FieldQuery['condition'], column, grouped, asksContext, context: keyedBy.context,
    doubts: [...element ? [] : ['no key is missing'], ...column.type === 'String' && !element && mayFoldCase(providerOf(asked.schema, call.library, about.dependencies(source.path)), call.library) ? [''] : []],
  }
}

type Binding = NonNullable<ReturnType<typeof bindingOf>>

function namesIn(source: Source, id: NodeId): Binding[] {
  return [id, ...within(source, id)].flatMap(at => bindingOf(source, at) ?? [])
}

function isInside(source: Source, binding: Binding, outer: NodeId): boolean {
  const { start, end } = source.node(outer)
  return binding.start >= start && binding.end <= end
}

/** A parameter's own name: what stands in the body may be made of anything. */
const isOfElement = (source: Source, binding: Binding, resolver: NodeOf<'function'>): boolean =>
  isConstant(binding) && resolver.parameters.includes(binding.value) && source.node(binding.value).kind === 'parameter'

function rootNode(source: Source, id: NodeId): NodeId {
  const member = source.as(id, 'member')
  return member ? rootNode(source, member.object) : id
}

const rootName = (source: Source, id: NodeId): Binding | undefined => bindingOf(source, rootNode(source, id))
