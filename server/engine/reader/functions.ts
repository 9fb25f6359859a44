import ts from 'typescript'
import type {
  BindingId, BindingKind, ClassMember, ClassNode, FunctionNode, NodeId, ParameterNode,
} from '../facts.ts'
import { readExpression, readType, readTypes } from './dispatch.ts'
import { inTypes, inValues, Scope, type Reading } from './reading.ts'
import { readBlock } from './statements.ts'
import {
  isAsync, isDecorated, isProperty, isStatic, modifiersOf, plainName, readDecorators, readDirectives,
} from './syntax.ts'
import { readHeritage, readTypeParameters } from './types.ts'

const {
  Block, Identifier, ObjectBindingPattern, OmittedExpression, ExtendsKeyword, FunctionExpression, ClassExpression,
  PropertyDeclaration, MethodDeclaration, GetAccessor, SetAccessor, Constructor, ClassStaticBlockDeclaration,
  ComputedPropertyName,
} = ts.SyntaxKind

/** Any function that may have a body. `given` names those that have no name of their own. */
export function readFunction(
  reading: Reading, node: ts.FunctionLikeDeclaration, parent: NodeId, how: FunctionNode['how'],
  name: ts.Node | undefined, given?: ts.Node,
): NodeId {
  const start = reading.startOf(node)
  const named = name ?? given
  const text = named && plainName(named)
  const modifiers = modifiersOf(node.modifiers)
  const fact: FunctionNode = {
    kind: 'function', start, end: node.end, parent,
    name: text ?? '',
    nameStart: text ? reading.startOf(named!) : start,
    nameEnd: text ? named!.end : start,
    how,
    async: (modifiers & isAsync) !== 0,
    generator: node.asteriskToken !== undefined,
    parameters: [], body: -1, returns: -1, directives: [],
  }
  if (modifiers & isStatic) fact.static = true
  const id = reading.add(fact)
  if (modifiers & isDecorated) fact.decorators = readDecorators(reading, node.modifiers, id)

  const outer = reading.scope
  if (name && node.kind === FunctionExpression) {
    // Its own name is seen inside only, and gives way to a parameter or variable of the same name.
    reading.scope = new Scope(outer, outer.function, false)
    reading.declare((name as ts.Identifier).text, name, 'function', inValues, id)
  }
  reading.scope = new Scope(reading.scope, id, true)
  if (node.typeParameters) fact.typeParameters = readTypeParameters(reading, node.typeParameters, id)
  fact.parameters = readParameters(reading, node.parameters, id, true)
  if (node.type) fact.returns = readType(reading, node.type, id)
  const { body } = node
  if (body) {
    if (body.kind === Block) {
      fact.directives = readDirectives((body as ts.Block).statements)
      fact.body = readBlock(reading, body as ts.Block, id)
    } else {
      fact.body = readExpression(reading, body, id)
    }
  }
  reading.scope = outer
  return id
}

/** A function's parameters; those of a function type (`binds` is unset) make no bindings. */
export function readParameters(
  reading: Reading, parameters: readonly ts.ParameterDeclaration[], parent: NodeId, binds = false,
): NodeId[] {
  // `this: T` is no parameter: counting it would shift the others against their arguments.
  const counted = parameters.filter(({ name }) => name.kind !== Identifier || name.text !== 'this')
  return counted.map((parameter) => readParameter(reading, parameter, parent, binds))
}

function readParameter(reading: Reading, node: ts.ParameterDeclaration, parent: NodeId, binds: boolean): NodeId {
  const fact: ParameterNode = {
    kind: 'parameter', start: reading.startOf(node), end: node.end, parent, binding: -1, type: -1, fallback: -1,
  }
  if (node.dotDotDotToken) fact.rest = true
  if (node.questionToken) fact.optional = true
  const id = reading.add(fact)
  if (node.modifiers) {
    const modifiers = modifiersOf(node.modifiers)
    if (modifiers & isProperty) fact.property = true
    if (modifiers & isDecorated) fact.decorators = readDecorators(reading, node.modifiers, id)
  }
  if (node.type) fact.type = readType(reading, node.type, id)
  const bound: BindingId[] = []
  if (binds) readTarget(reading, node.name, 'parameter', id, fact.type, bound)
  if (node.initializer) fact.fallback = readExpression(reading, node.initializer, id, node.name)
  if (binds && node.name.kind === Identifier) {
    fact.binding = bound[0] ?? -1
    const binding = reading.bindings[fact.binding]
    if (binding) binding.fallback = fact.fallback
  }
  return id
}

/** Declares every name of a target, which may be a pattern. `owner` is the node that they get their value from. */
export function readTarget(
  reading: Reading, target: ts.BindingName, kind: BindingKind, owner: NodeId, type: NodeId, bound: BindingId[],
): void {
  if (target.kind === Identifier) declareName(reading, target, kind, owner, type, bound)
  else readPattern(reading, target as ts.BindingPattern, kind, owner, type, bound, [])
}

function declareName(
  reading: Reading, name: ts.Identifier, kind: BindingKind, owner: NodeId, type: NodeId, bound: BindingId[],
): BindingId {
  if (kind === 'var') {
    const before = reading.varScope().values?.get(name.text)
    if (before !== undefined && 'var parameter function'.includes(reading.bindings[before]!.kind)) {
      reading.redeclare(before, owner)
      bound.push(before)
      return -1
    }
  }
  const binding = reading.declare(name.text, name, kind, inValues, owner, type)
  bound.push(binding)
  return binding
}

function readPattern(
  reading: Reading, pattern: ts.BindingPattern, kind: BindingKind, owner: NodeId, type: NodeId, bound: BindingId[],
  path: (string | number)[],
): void {
  const isObject = pattern.kind === ObjectBindingPattern
  const { elements } = pattern
  for (let position = 0; position < elements.length; position++) {
    const element = elements[position]!
    if (element.kind === OmittedExpression) continue
    const { name, propertyName, dotDotDotToken, initializer } = element as ts.BindingElement
    if (propertyName?.kind === ComputedPropertyName && plainName(propertyName) === undefined) {
      readExpression(reading, propertyName.expression, owner)
    }
    const step = dotDotDotToken ? '...' : isObject ? plainName(propertyName ?? name) ?? '[]' : position
    const way = [...path, step]
    const fallback = initializer ? readExpression(reading, initializer, owner, name) : -1
    if (name.kind !== Identifier) {
      readPattern(reading, name as ts.BindingPattern, kind, owner, type, bound, way)
      continue
    }
    const binding = declareName(reading, name as ts.Identifier, kind, owner, type, bound)
    if (binding === -1) continue
    reading.bindings[binding]!.path = way
    reading.bindings[binding]!.fallback = fallback
  }
}

// --- Classes -------------------------------------------------------------------------------------------------

/** A class and its members. A declaration's name lives around it, an expression's inside it. */
export function readClass(reading: Reading, node: ts.ClassLikeDeclaration, parent: NodeId, given?: ts.Node): NodeId {
  const start = reading.startOf(node)
  const named = node.name ?? given
  const text = named && plainName(named)
  const fact: ClassNode = {
    kind: 'class', start, end: node.end, parent,
    name: text ?? '',
    nameStart: text ? reading.startOf(named!) : start,
    nameEnd: text ? named!.end : start,
    extends: -1, implements: [], members: [],
  }
  const id = reading.add(fact)
  const outer = reading.scope
  const isExpression = node.kind === ClassExpression
  if (node.name && !isExpression) declareClass(reading, node.name, id)
  if (modifiersOf(node.modifiers) & isDecorated) fact.decorators = readDecorators(reading, node.modifiers, id)

  reading.scope = new Scope(outer, outer.function, false)
  if (node.name && isExpression) declareClass(reading, node.name, id)
  if (node.typeParameters) readTypeParameters(reading, node.typeParameters, id)
  for (const clause of node.heritageClauses ?? []) readClause(reading, clause, fact, id)
  for (const member of node.members) readMember(reading, member, fact, id)
  reading.scope = outer
  return id
}

function declareClass(reading: Reading, name: ts.Identifier, value: NodeId): void {
  const merged = reading.scope.types?.get(name.text)
  const part = merged === undefined ? undefined : reading.bindings[merged]
  reading.declare(name.text, name, 'class', inValues | inTypes, value, part?.kind === 'interface' ? part.type : -1)
}

function readClause(reading: Reading, clause: ts.HeritageClause, fact: ClassNode, id: NodeId): void {
  for (const type of clause.types) {
    if (clause.token !== ExtendsKeyword) {
      fact.implements.push(readHeritage(reading, type, id))
    } else if (fact.extends === -1) {
      fact.extends = readExpression(reading, type.expression, id)
      if (type.typeArguments) fact.extendsTypes = readTypes(reading, type.typeArguments, id)
    }
  }
}

function readMember(reading: Reading, node: ts.ClassElement, fact: ClassNode, id: NodeId): void {
  const name = node.name ? plainName(node.name) ?? '' : ''
  const base = { name, static: false, value: -1, type: -1, start: reading.startOf(node), end: node.end }
  const modifiers = modifiersOf((node as ts.PropertyDeclaration).modifiers)
  if (modifiers & isStatic) base.static = true
  switch (node.kind) {
    case PropertyDeclaration: {
      const { type, initializer } = node as ts.PropertyDeclaration
      const field: ClassMember = { kind: 'field', ...base }
      fact.members.push(field)
      if (modifiers & isDecorated) field.decorators = readDecorators(reading, (node as ts.PropertyDeclaration).modifiers, id)
      if (type) field.type = readType(reading, type, id)
      if (initializer) field.value = readExpression(reading, initializer, id, node.name)
      return
    }
    case MethodDeclaration:
      return addMethod(reading, node as ts.MethodDeclaration, { kind: 'method', ...base }, fact, id)
    case GetAccessor:
      return addMethod(reading, node as ts.MethodDeclaration, { kind: 'get', ...base }, fact, id)
    case SetAccessor:
      return addMethod(reading, node as ts.MethodDeclaration, { kind: 'set', ...base }, fact, id)
    case Constructor:
      addMethod(reading, node as ts.MethodDeclaration, { kind: 'constructor', ...base, name: 'constructor' }, fact, id)
      return addParameterProperties(reading, fact)
    case ClassStaticBlockDeclaration: {
      const outer = reading.scope
      reading.scope = new Scope(outer, outer.function, true)
      const value = readBlock(reading, (node as ts.ClassStaticBlockDeclaration).body, id)
      // It runs when and as a static field's initialiser does.
      fact.members.push({ kind: 'field', ...base, static: true, value })
      reading.scope = outer
    }
  }
}

function addMethod(reading: Reading, node: ts.MethodDeclaration, member: ClassMember, fact: ClassNode, id: NodeId): void {
  fact.members.push(member)
  member.value = readFunction(reading, node, id, member.kind as 'method', node.name)
  const method = reading.nodes[member.value] as FunctionNode
  if (member.kind === 'constructor') method.name = 'constructor'
  if (method.decorators) member.decorators = method.decorators
}

function addParameterProperties(reading: Reading, fact: ClassNode): void {
  const constructorId = fact.members.at(-1)!.value
  const { parameters } = reading.nodes[constructorId] as FunctionNode
  for (const value of parameters) {
    const parameter = reading.nodes[value] as ParameterNode
    if (!parameter.property || parameter.binding === -1) continue
    const { type, start, end, decorators } = parameter
    const { name } = reading.bindings[parameter.binding]!
    fact.members.push({ kind: 'field', name, static: false, value, type, start, end, ...decorators && { decorators } })
  }
}
