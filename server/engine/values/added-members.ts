/** Functions that the workspace adds to a library's types: statics and methods of a schema. */
import type { NodeId } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { optionsOf, unknown, type LibraryValue, type Value } from './values.ts'

/** `User.findByEmail`, where the schema that `User` was made of was given such a function. */
export function addedMember(evaluator: Evaluator, value: LibraryValue, name: string): Value {
  const { world } = evaluator
  const madeOf = world.knowledge.type(value.library, value.type)?.madeOf
  const place = madeOf === undefined || !value.defined ? undefined : world.source(value.defined.path)
  const given = place && value.defined && place.as(value.defined.node, 'call')?.arguments[madeOf!]
  if (!place || given === undefined) return unknown
  for (const schema of optionsOf(evaluator.value(place, given))) {
    const holder = schema.kind === 'library' && schema.made ? world.source(schema.made.path) : undefined
    const adds = schema.kind === 'library' ? world.knowledge.type(schema.library, schema.type)?.adds : undefined
    if (!holder || !adds || schema.kind !== 'library') continue
    const found = addedTo(holder, schema.made!.node, (under) => adds[under] === value.type, name)
    if (found >= 0) return { kind: 'function', path: holder.path, node: found, self: value }
  }
  return unknown
}

/** The function of that name which is added to what a node makes; -1 where there is none. */
function addedTo(source: Source, maker: NodeId, isUnder: (name: string) => boolean, name: string): NodeId {
  const make = source.as(maker, 'new') ?? source.as(maker, 'call')
  for (const argument of make?.arguments ?? []) {
    for (const property of source.as(argument, 'object')?.properties ?? []) {
      const own = isUnder(property.key ?? '') ? source.as(property.value, 'object')?.properties.find((it) => it.key === name) : undefined
      if (own && source.node(own.value).kind === 'function') return own.value
    }
  }
  const declare = source.as(source.node(maker).parent, 'declare')
  const [binding] = declare?.value === maker ? declare.bindings : []
  for (const use of binding === undefined ? [] : source.usesOf(binding)) {
    const under = source.as(source.node(use).parent, 'member')
    if (!under || under.object !== use || !isUnder(under.name)) continue
    const member = source.as(under.parent, 'member')
    const assign = member?.name === name ? source.as(member.parent, 'assign') : undefined
    if (assign && source.node(assign.value).kind === 'function') return assign.value
    const call = source.as(under.parent, 'call')
    const [key, added] = call?.arguments ?? []
    if (added !== undefined && source.as(key!, 'text')?.value === name && source.node(added).kind === 'function') return added
  }
  return -1
}

/** What `this` is in a function that is added to a type. */
export function addedSelf(evaluator: Evaluator, source: Source, functionId: NodeId): Value {
  const { parent } = source.node(functionId)
  const assign = source.as(parent, 'assign')
  const call = source.as(parent, 'call')
  const under = assign ? source.as(source.as(assign.target, 'member')?.object ?? -1, 'member') : call?.arguments[1] === functionId ? source.as(call.callee, 'member') : undefined
  if (under) return thisUnder(evaluator, evaluator.value(source, under.object), under.name)
  // `new Schema({ … }, { statics: { findByEmail() { … } } })`.
  const options = source.as(parent, 'object') ? source.node(parent).parent : -1
  const key = options < 0 ? undefined : source.as(options, 'object')?.properties.find((it) => it.value === parent)?.key
  const make = key === undefined ? undefined : source.as(source.node(options).parent, 'new')
  return make && key !== undefined ? thisUnder(evaluator, evaluator.value(source, source.node(options).parent), key) : unknown
}

function thisUnder(evaluator: Evaluator, owner: Value, name: string): Value {
  const { knowledge } = evaluator.world
  for (const option of optionsOf(owner)) {
    const type = option.kind === 'library' ? knowledge.type(option.library, option.type)?.adds?.[name] : undefined
    const library = option.kind === 'library' && type !== undefined ? knowledge.library(option.library) : undefined
    if (library && type !== undefined) return { kind: 'library', ...knowledge.typeReference(library, type), declared: true }
  }
  return unknown
}
