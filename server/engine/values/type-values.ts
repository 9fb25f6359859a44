/** What a value of a declared type is: annotations prove receivers as well as initialisers do. */
import type { FunctionNode, NodeId, TypeNameNode } from '../../../rules/kit/facts.ts'
import type { Source } from '../../../rules/kit/source.ts'
import type { Evaluator } from './evaluate.ts'
import { isKnown, optionsOf, union, unknown, type Value } from './values.ts'

/** Types that stand for what they hold; promises are transparent throughout. */
const transparent = new Set([
  'Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Required', 'Partial', 'NonNullable', 'Omit', 'Pick', 'DeepPartial', 'Ref', 'InstanceType',
])
const lists = new Set(['Array', 'ReadonlyArray', 'Set', 'ReadonlySet', 'Iterable', 'AsyncIterable', 'Generator', 'AsyncGenerator'])

export function typeValue(evaluator: Evaluator, source: Source, id: NodeId, depth = 0): Value {
  if (id < 0 || depth > 20) return unknown
  const node = source.node(id)
  switch (node.kind) {
    case 'type-name': return namedType(evaluator, source, node, depth)
    case 'type-query': return evaluator.value(source, node.value)
    case 'type-union': case 'type-intersection': return union(node.types.map((type) => typeValue(evaluator, source, type, depth + 1)))
    case 'type-array': return { kind: 'array', element: typeValue(evaluator, source, node.element, depth + 1) }
    case 'type-object': case 'type-function': return { kind: 'shape', path: source.path, node: id }
    case 'type-index': return indexedType(evaluator, source, node.object, node.index, depth)
    case 'type-literal': return { kind: 'literal', value: node.value }
    case 'type-import': return packageType(evaluator, source, node.from, node.name)
    default: return unknown
  }
}

function namedType(evaluator: Evaluator, source: Source, node: TypeNameNode, depth: number): Value {
  const first = node.name[0]!
  const argument = (index: number): Value => typeValue(evaluator, source, node.arguments[index] ?? -1, depth + 1)
  if (node.binding < 0) {
    if (transparent.has(first)) return argument(0)
    if (lists.has(first)) return { kind: 'array', element: argument(0) }
    if (first === 'ReturnType') return returnType(evaluator, argument(0))
    const known = evaluator.world.knowledge.global(first)
    return known && 'class' in known.fact ? { kind: 'library', ...evaluator.world.knowledge.typeReference(known.library, known.fact.class), declared: true } : unknown
  }
  const binding = source.facts.bindings[node.binding]!
  if (binding.import >= 0) {
    const fact = source.facts.imports[binding.import]!
    const names = fact.name === '*' ? node.name.slice(1) : [fact.name, ...node.name.slice(1)]
    const type = packageType(evaluator, source, fact.from, names)
    return type.kind === 'library' && node.arguments.length ? { ...type, types: { path: source.path, nodes: node.arguments } } : type
  }
  if (binding.kind === 'class') return { kind: 'instance', path: source.path, node: binding.value }
  if (binding.kind === 'interface' || binding.kind === 'type') return typeValue(evaluator, source, binding.type >= 0 ? binding.type : binding.value, depth + 1)
  return unknown
}

/** A type exported by a module: of the workspace, or of a package that a library describes. */
function packageType(evaluator: Evaluator, source: Source, from: string, names: readonly string[]): Value {
  const module = evaluator.moduleValue(source.path, from)
  if (module.kind === 'package') {
    const known = evaluator.world.knowledge.typeNamed(module.name, module.subpath, names)
    return known ? { kind: 'library', library: known.library.name, type: known.type, declared: true } : unknown
  }
  return module.kind === 'module' ? exportedType(evaluator, module.path, names) : unknown
}

/** A type exported by a file, through re-exports. */
function exportedType(evaluator: Evaluator, path: string, names: readonly string[], depth = 0): Value {
  const source = evaluator.world.source(path)
  const name = names[0]
  if (!source || name === undefined || depth > 12) return unknown
  for (const fact of source.exportsNamed(name)) {
    if (fact.from !== undefined) {
      const inner = fact.imported === '*' ? names.slice(1) : [fact.imported ?? name, ...names.slice(1)]
      return reexportedType(evaluator, source, fact.from, inner, depth)
    }
    if (fact.binding < 0) continue
    const binding = source.facts.bindings[fact.binding]!
    if (binding.import >= 0) {
      const origin = source.facts.imports[binding.import]!
      return reexportedType(evaluator, source, origin.from, origin.name === '*' ? names.slice(1) : [origin.name, ...names.slice(1)], depth)
    }
    if (binding.kind === 'class') return { kind: 'instance', path, node: binding.value }
    if (binding.kind === 'interface' || binding.kind === 'type') {
      const found = typeValue(evaluator, source, binding.type >= 0 ? binding.type : binding.value)
      if (isKnown(found)) return found
    }
  }
  return union(source.exportsNamed('*')
    .filter((fact) => fact.from !== undefined)
    .map((fact) => reexportedType(evaluator, source, fact.from!, names, depth)))
}

function reexportedType(evaluator: Evaluator, source: Source, from: string, names: readonly string[], depth: number): Value {
  const module = evaluator.moduleValue(source.path, from)
  return module.kind === 'module' ? exportedType(evaluator, module.path, names, depth + 1) : packageType(evaluator, source, from, names)
}

function returnType(evaluator: Evaluator, value: Value): Value {
  return union(optionsOf(value).map((option) => {
    if (option.kind === 'function') return evaluator.returned(option)
    if (option.kind !== 'shape') return unknown
    const source = evaluator.world.source(option.path)
    const type = source?.as(option.node, 'type-function')
    return source && type ? typeValue(evaluator, source, type.returns) : unknown
  }))
}

/** `T['db']`, `Parameters<typeof f>[0]`, and the usual way to a transaction's type. */
function indexedType(evaluator: Evaluator, source: Source, object: NodeId, index: NodeId, depth: number): Value {
  const key = source.as(index, 'type-literal')?.value
  const named = source.as(object, 'type-name')
  if (named?.name[0] === 'Parameters' && named.binding < 0 && typeof key === 'number') {
    return parameterType(evaluator, source, named.arguments[0] ?? -1, key, depth + 1)
  }
  return typeof key === 'string' ? evaluator.member(typeValue(evaluator, source, object, depth + 1), key) : unknown
}

/** The type of parameter `index` of the function that a type stands for. */
function parameterType(evaluator: Evaluator, source: Source, id: NodeId, index: number, depth: number): Value {
  const callback = callbackType(evaluator, source, id, depth)
  if (callback) return callback.with?.[index] === 'self' ? callback.receiver : unknown
  const value = typeValue(evaluator, source, id, depth)
  if (value.kind === 'function') {
    const owner = evaluator.world.source(value.path)
    const parameter = owner?.as(value.node, 'function')?.parameters[index]
    return owner && parameter !== undefined ? evaluator.parameter(owner, parameter) : unknown
  }
  if (value.kind !== 'shape') return unknown
  const owner = evaluator.world.source(value.path)
  const parameter = owner?.as(value.node, 'type-function')?.parameters[index]
  const type = owner && parameter !== undefined ? owner.as(parameter, 'parameter')?.type : undefined
  return owner && type !== undefined ? typeValue(evaluator, owner, type, depth + 1) : unknown
}

/** `Parameters<typeof db.transaction>[0]`: the callback that a library's method takes. */
function callbackType(evaluator: Evaluator, source: Source, id: NodeId, depth: number): { with: readonly string[] | undefined; receiver: Value } | undefined {
  const index = source.as(id, 'type-index')
  const named = index && source.as(index.object, 'type-name')
  const position = index && source.as(index.index, 'type-literal')?.value
  if (!index || named?.name[0] !== 'Parameters' || typeof position !== 'number') return undefined
  const method = typeValue(evaluator, source, named.arguments[0] ?? -1, depth + 1)
  if (method.kind !== 'library-function' || !method.receiver) return undefined
  const callback = method.fact.runs?.find((it) => it.argument === position)
  return callback && { with: callback.with, receiver: method.receiver }
}

/**
 * `<T>(make: () => T): T` gives what `make` gives, `<T>(value: T): T` what it is given: known at each call, so it is
 * told as the parameter.
 */
export function genericReturn(source: Source, node: FunctionNode, id: NodeId): Value | undefined {
  const generic = typeParameter(source, node.returns)
  if (generic === undefined) return undefined
  for (let index = 0; index < node.parameters.length; index++) {
    const type = source.as(node.parameters[index]!, 'parameter')?.type ?? -1
    const base: Value = { kind: 'parameter', path: source.path, function: id, index }
    if (typeParameter(source, type) === generic) return base
    const callback = source.as(type, 'type-function')
    if (callback && typeParameter(source, callback.returns) === generic) return { ...base, called: true }
  }
  return undefined
}

/** The type parameter that a type is, promises aside. */
function typeParameter(source: Source, id: NodeId): number | undefined {
  const named = id < 0 ? undefined : source.as(id, 'type-name')
  if (!named) return undefined
  if (named.binding < 0) return named.name[0] === 'Promise' ? typeParameter(source, named.arguments[0] ?? -1) : undefined
  return source.facts.bindings[named.binding]!.kind === 'type-parameter' ? named.binding : undefined
}
