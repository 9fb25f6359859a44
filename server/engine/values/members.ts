/** What `value.name` is. */
import type { ClassMember, NodeId, Property } from '../../../rules/kit/facts.ts'
import type { Value as Fact } from '../../../rules/kit/library.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { addedMember } from './added-members.ts'
import { assignedMember } from './assigned-members.ts'
import { awaitedValue } from './calls.ts'
import { implementationsOf } from './heritage.ts'
import { own } from '../knowledge.ts'
import { classNameOf, modelOfTypes } from './models.ts'
import { putMember } from './put-members.ts'
import { typeValue } from './type-values.ts'
import { isKnown, optionsOf, sameValue, union, unknown, type LibraryValue, type Value } from './values.ts'

/** Longest chain of `extends`. */
const deepestHeritage = 8

export function memberOf(evaluator: Evaluator, value: Value, name: string): Value {
  switch (value.kind) {
    case 'union': return union(value.options.map((option) => memberOf(evaluator, option, name)))
    case 'module': return evaluator.exported(value.path, name)
    case 'package': return evaluator.packageValue({ ...value, path: [...value.path, name] })
    case 'object': return objectMember(evaluator, value, name)
    case 'shape': return shapeMember(evaluator, value, name)
    case 'class': return classMember(evaluator, value, name, true)
    case 'instance': return classMember(evaluator, value, name, false)
    case 'library': return libraryMember(evaluator, value, name)
    case 'array': {
      if (value.under !== name) return unknown
      const { under: _, ...rows } = value
      return rows
    }
    case 'library-class': {
      const library = evaluator.world.knowledge.library(value.library)
      const fact = library && (own(library.types?.[value.type]?.static ?? {}, name) ?? own(library.exports ?? {}, name))
      return library && fact ? evaluator.fromFact(library, fact, name) : unknown
    }
    case 'library-function': {
      // What CommonJS packages export hangs on their function: `express.Router`.
      const library = value.name === 'default' && !value.receiver ? evaluator.world.knowledge.library(value.library) : undefined
      const fact = library && own(library.exports ?? {}, name)
      return library && fact ? evaluator.fromFact(library, fact, name) : unknown
    }
    default: return unknown
  }
}

function libraryMember(evaluator: Evaluator, value: LibraryValue, name: string): Value {
  const { knowledge } = evaluator.world
  const library = knowledge.library(value.library)
  const members = library?.types?.[value.type]?.members
  if (!library || !members) return putMember(evaluator, value, name)
  const extension = value.extended ? memberOf(evaluator, { kind: 'object', ...value.extended }, name) : unknown
  if (extension.kind === 'function') return { ...extension, self: value }
  const fact = own(members, name)
  if (fact) return evaluator.fromFact(library, fact, name, value, value.subject ?? modelOfTypes(evaluator, value))
  const added = addedMember(evaluator, value, name)
  if (isKnown(added)) return added
  const put = putMember(evaluator, value, name)
  if (isKnown(put)) return put
  const any = byPrefix(members, name) ?? own(members, '*')
  return any ? evaluator.fromFact(library, any, name, value, 'returns' in any ? value.subject : name) : unknown
}

/** `get*` for `getComments`: where a library makes up names of its own from those of the workspace. */
function byPrefix(members: Readonly<Record<string, Fact>>, name: string): Fact | undefined {
  for (const key in members) {
    const prefix = key.length > 1 && key.endsWith('*') ? key.slice(0, -1) : undefined
    const next = prefix !== undefined && name.startsWith(prefix) ? name[prefix.length] : undefined
    if (next !== undefined && next !== next.toLowerCase()) return members[key]
  }
  return undefined
}

/** `seen`: what objects gave that were looked into on the way, for those that are spread into each other. */
function objectMember(evaluator: Evaluator, value: { path: string; node: NodeId }, name: string, seen = new Map<string, Value>()): Value {
  const source = evaluator.world.source(value.path)
  const node = source?.node(value.node)
  if (!source || !node) return unknown
  if (node.kind === 'array') {
    const element = node.elements[Number(name)]
    // Nearly always the array was handed to `Promise.all`, which waits for what is built in it.
    return element === undefined ? unknown : awaitedValue(evaluator, evaluator.value(source, element))
  }
  if (node.kind !== 'object') return unknown
  const key = `${value.node} ${value.path}`
  const known = seen.get(key)
  if (known) return known
  seen.set(key, unknown)
  const written = ofProperties(evaluator, source, { kind: 'object', ...value }, node.properties, name, seen)
  const found = isKnown(written) ? written : assignedMember(evaluator, source, value.node, name)
  seen.set(key, found)
  return found
}

function ofProperties(evaluator: Evaluator, source: Source, self: Value, properties: readonly Property[], name: string, seen: Map<string, Value>): Value {
  // The last one written wins.
  for (const property of properties.toReversed()) {
    if (property.spread) {
      // `state = { ...state, done }`: the object may be spread into itself, and each of several into the others.
      const spread = union(optionsOf(evaluator.value(source, property.value)).map((option) =>
        (option.kind === 'object' ? objectMember(evaluator, option, name, seen) : evaluator.member(option, name))))
      if (isKnown(spread)) return spread
    }
    if (property.key === name) return propertyValue(evaluator, source, property, self)
  }
  return unknown
}

function propertyValue(evaluator: Evaluator, source: Source, property: Property, self: Value): Value {
  const value = evaluator.value(source, property.value)
  if (value.kind !== 'function') return value
  return property.method === 'get' ? evaluator.returned(value) : { ...value, self }
}

function shapeMember(evaluator: Evaluator, value: { path: string; node: NodeId }, name: string, depth = 0): Value {
  const source = evaluator.world.source(value.path)
  const node = source?.as(value.node, 'type-object')
  if (!source || !node) return unknown
  for (const property of node.properties) {
    if (property.key !== name || property.value < 0) continue
    const implemented = implementedMember(evaluator, value, name)
    return isKnown(implemented) ? implemented : typeValue(evaluator, source, property.value)
  }
  if (depth > deepestHeritage) return unknown
  return union((node.extends ?? []).map((base) => {
    const type = typeValue(evaluator, source, base)
    return type.kind === 'shape' ? shapeMember(evaluator, type, name, depth + 1) : memberOf(evaluator, type, name)
  }))
}

function classMember(evaluator: Evaluator, value: { path: string; node: NodeId }, name: string, statics: boolean, self?: Value, depth = 0): Value {
  const source = evaluator.world.source(value.path)
  const node = source?.as(value.node, 'class')
  if (!source || !node || depth > deepestHeritage) return unknown
  const instance: Value = self ?? { kind: statics ? 'class' : 'instance', path: value.path, node: value.node }
  for (const member of node.members) {
    if (member.name !== name || member.static !== statics || member.kind === 'constructor') continue
    const found = declaredMember(evaluator, source, member, instance)
    if (isKnown(found)) return found
  }
  const assigned = statics ? unknown : assignedInConstructor(evaluator, source, value.node, name)
  if (isKnown(assigned)) return assigned
  if (node.extends < 0) return unknown
  return union(optionsOf(evaluator.value(source, node.extends)).map((base): Value => {
    if (base.kind === 'class') return classMember(evaluator, base, name, statics, instance, depth + 1)
    if (base.kind === 'library' && statics) return libraryMember(evaluator, base, name)
    if (base.kind !== 'library-class') return unknown
    const isModel = evaluator.world.knowledge.type(base.library, base.type)?.model === 'class'
    const subject = isModel ? classNameOf(evaluator, instance) : undefined
    if (statics) return withSubject(memberOf(evaluator, base, name), subject, instance)
    const types = node.extendsTypes?.length ? { path: value.path, nodes: node.extendsTypes } : undefined
    return libraryMember(evaluator, { kind: 'library', library: base.library, type: base.type, ...(subject !== undefined && { subject }), ...(types && { types }) }, name)
  }))
}

const withSubject = (value: Value, subject: string | undefined, through: Value): Value =>
  subject !== undefined && value.kind === 'library-function' ? { ...value, subject, ...(through.kind === 'class' && { entity: { path: through.path, node: through.node } }) } : value

function declaredMember(evaluator: Evaluator, source: Source, member: ClassMember, self: Value): Value {
  if (member.kind === 'method' || member.kind === 'get') {
    const value = evaluator.value(source, member.value)
    if (value.kind !== 'function') return unknown
    if (source.as(value.node, 'function')?.body === -1 && self.kind === 'instance') return implementedMember(evaluator, self, member.name)
    return member.kind === 'get' ? evaluator.returned(value) : { ...value, self }
  }
  if (member.value >= 0 && source.node(member.value).kind === 'parameter') return evaluator.parameter(source, member.value)
  const value = member.value >= 0 ? evaluator.value(source, member.value) : unknown
  if (value.kind === 'function') return { ...value, self }
  if (isKnown(value) || member.type < 0) return value
  return typeValue(evaluator, source, member.type)
}

/** `this.db = db` in the constructor, for classes that declare no field. */
function assignedInConstructor(evaluator: Evaluator, source: Source, classNode: NodeId, name: string): Value {
  const constructor = source.as(classNode, 'class')?.members.find((member) => member.kind === 'constructor')
  const body = constructor && source.as(constructor.value, 'function')?.body
  const block = body === undefined ? undefined : source.as(body, 'block')
  if (!block) return unknown
  for (const statement of block.body) {
    const expression = source.as(statement, 'expression')
    const assign = expression && source.as(expression.value, 'assign')
    const target = assign && source.as(assign.target, 'member')
    if (assign && target?.name === name && source.node(target.object).kind === 'this') return evaluator.value(source, assign.value)
  }
  return unknown
}

/**
 * A member of an interface or an abstract class, as what stands behind it has it. Asked through the memo: where types
 * hold each other, every way through them would be walked otherwise.
 */
function implementedMember(evaluator: Evaluator, type: { path: string; node: NodeId }, name: string): Value {
  const implementations = implementationsOf(evaluator, type)
  if (implementations.length === 0) return unknown
  const { world } = evaluator
  return world.askAt<string, Value>(
    world.slots(type.path).implemented, `${type.node} ${name}`,
    () => union(implementationsOf(evaluator, type).map((implementation) => memberOf(evaluator, implementation, name))),
    unknown, sameValue,
  )
}
