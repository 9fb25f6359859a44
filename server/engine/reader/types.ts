import ts from 'typescript'
import type { BindingId, NodeId, Property, TypeFunctionNode, TypeNameNode, TypeObjectNode } from '../facts.ts'
import { onType, readExpression, readType, readTypes } from './dispatch.ts'
import { readParameters } from './functions.ts'
import { inTypes, Scope, type Reading } from './reading.ts'
import { plainName } from './syntax.ts'

const {
  TypeReference, ExpressionWithTypeArguments, TypeQuery, UnionType, IntersectionType, TupleType, ArrayType, TypeLiteral,
  FunctionType, ConstructorType, IndexedAccessType, LiteralType, ImportType, ParenthesizedType, TypeOperator,
  OptionalType, RestType, NamedTupleMember, ThisType, Identifier, QualifiedName, PropertyAccessExpression,
  ReadonlyKeyword, StringLiteral, NoSubstitutionTemplateLiteral, NumericLiteral, TrueKeyword, FalseKeyword, NullKeyword,
  PrefixUnaryExpression, MinusToken, PropertySignature, MethodSignature, CallSignature, ConstructSignature,
  IndexSignature, GetAccessor, SetAccessor,
} = ts.SyntaxKind

/** Declares type parameters in the current scope; their constraint is the binding's type. */
export function readTypeParameters(
  reading: Reading, parameters: readonly ts.TypeParameterDeclaration[], parent: NodeId,
): BindingId[] {
  const bindings: BindingId[] = []
  for (const { name, constraint } of parameters) {
    const binding = reading.declare(name.text, name, 'type-parameter', inTypes, -1)
    bindings.push(binding)
    if (constraint) reading.bindings[binding]!.type = readType(reading, constraint, parent)
  }
  return bindings
}

/** Adds the members of an object type or interface to `object`, which may hold those of an earlier part. */
export function readTypeMembers(
  reading: Reading, members: readonly ts.TypeElement[], object: TypeObjectNode, id: NodeId,
): void {
  for (const member of members) {
    const property: Property = { value: -1, start: reading.startOf(member), end: member.end }
    switch (member.kind) {
      case PropertySignature: {
        const { type } = member as ts.PropertySignature
        if (type) property.value = readType(reading, type, id)
        break
      }
      case GetAccessor: {
        const { type } = member as ts.GetAccessorDeclaration
        property.method = 'get'
        if (type) property.value = readType(reading, type, id)
        break
      }
      case SetAccessor: {
        const type = (member as ts.SetAccessorDeclaration).parameters[0]?.type
        property.method = 'set'
        if (type) property.value = readType(reading, type, id)
        break
      }
      case MethodSignature:
        property.method = 'method'
        property.value = readFunctionType(reading, member as ts.MethodSignature, id)
        break
      case CallSignature:
      case ConstructSignature:
        property.signature = member.kind === CallSignature ? 'call' : 'new'
        property.value = readFunctionType(reading, member as ts.CallSignatureDeclaration, id)
        break
      case IndexSignature: {
        const { type } = member as ts.IndexSignatureDeclaration
        property.signature = 'index'
        if (type) property.value = readType(reading, type, id)
        break
      }
      default:
        continue
    }
    const key = member.name && plainName(member.name)
    if (key !== undefined) property.key = key
    if (member.questionToken) property.optional = true
    object.properties.push(property)
  }
}

/** `A.B<C>` as written in a heritage clause, where it is parsed as an expression. */
export function readHeritage(reading: Reading, node: ts.ExpressionWithTypeArguments, parent: NodeId): NodeId {
  const name: string[] = []
  let step: ts.Node = node.expression
  while (step.kind === PropertyAccessExpression) {
    name.unshift((step as ts.PropertyAccessExpression).name.text)
    step = (step as ts.PropertyAccessExpression).expression
  }
  if (step.kind !== Identifier) {
    return reading.add({ kind: 'type-other', start: reading.startOf(node), end: node.end, parent, word: '' })
  }
  name.unshift((step as ts.Identifier).text)
  return readTypeName(reading, node, name, node.typeArguments, parent)
}

function readTypeName(
  reading: Reading, node: ts.Node, name: string[], types: readonly ts.TypeNode[] | undefined, parent: NodeId,
): NodeId {
  const fact: TypeNameNode = {
    kind: 'type-name', start: reading.startOf(node), end: node.end, parent, name, binding: -1, arguments: [],
  }
  const id = reading.add(fact)
  reading.useType(fact)
  fact.arguments = readTypes(reading, types, id)
  return id
}

function entityName(node: ts.EntityName): string[] {
  const name: string[] = []
  while (node.kind === QualifiedName) {
    name.unshift((node as ts.QualifiedName).right.text)
    node = (node as ts.QualifiedName).left
  }
  name.unshift((node as ts.Identifier).text)
  return name
}

/** `a.b.c` of a `typeof` as the value expression that it is. */
function readEntity(reading: Reading, node: ts.EntityName, parent: NodeId): NodeId {
  if (node.kind === Identifier) return readExpression(reading, node as ts.Identifier, parent)
  const { left, right } = node as ts.QualifiedName
  const fact = {
    kind: 'member' as const, start: reading.startOf(node), end: node.end, parent, object: -1, name: right.text,
    nameStart: reading.startOf(right),
  }
  const id = reading.add(fact)
  fact.object = readEntity(reading, left, id)
  return id
}

function readFunctionType(reading: Reading, node: ts.SignatureDeclarationBase, parent: NodeId): NodeId {
  const fact: TypeFunctionNode = {
    kind: 'type-function', start: reading.startOf(node), end: node.end, parent, parameters: [], returns: -1,
  }
  const id = reading.add(fact)
  const outer = reading.scope
  reading.scope = new Scope(outer, outer.function, false)
  if (node.typeParameters) readTypeParameters(reading, node.typeParameters, id)
  fact.parameters = readParameters(reading, node.parameters, id)
  if (node.type) fact.returns = readType(reading, node.type as ts.TypeNode, id)
  reading.scope = outer
  return id
}

for (const word of [
  'any', 'unknown', 'number', 'object', 'boolean', 'string', 'symbol', 'undefined', 'void', 'never', 'intrinsic',
] as const) {
  onWord(ts.SyntaxKind[`${word[0]!.toUpperCase()}${word.slice(1)}Keyword` as 'AnyKeyword'], word)
}
onWord(ts.SyntaxKind.BigIntKeyword, 'bigint')
onWord(ThisType, 'this')

function onWord(kind: ts.SyntaxKind, word: string): void {
  onType(kind, (reading, node, parent) =>
    reading.add({ kind: 'type-other', start: reading.startOf(node), end: node.end, parent, word }))
}

onType<ts.TypeReferenceNode>(TypeReference, (reading, node, parent) =>
  readTypeName(reading, node, entityName(node.typeName), node.typeArguments, parent))

onType<ts.ExpressionWithTypeArguments>(ExpressionWithTypeArguments, readHeritage)

onType<ts.TypeQueryNode>(TypeQuery, (reading, node, parent) => {
  const fact = { kind: 'type-query' as const, start: reading.startOf(node), end: node.end, parent, value: -1 }
  const id = reading.add(fact)
  fact.value = readEntity(reading, node.exprName, id)
  return id
})

function readList(reading: Reading, node: ts.UnionTypeNode | ts.IntersectionTypeNode | ts.TupleTypeNode, parent: NodeId): NodeId {
  const kind = node.kind === UnionType ? 'type-union' : node.kind === TupleType ? 'type-tuple' : 'type-intersection'
  const types = node.kind === TupleType ? node.elements : node.types
  const hasRest = types.some((it) => it.kind === RestType || (it.kind === NamedTupleMember && (it as ts.NamedTupleMember).dotDotDotToken !== undefined))
  const fact = { kind, start: reading.startOf(node), end: node.end, parent, types: [] as NodeId[], ...(hasRest && { rest: true as const }) } as const
  const id = reading.add(fact)
  for (const type of types) fact.types.push(readType(reading, type, id))
  return id
}
onType(UnionType, readList)
onType(IntersectionType, readList)
onType(TupleType, readList)

onType<ts.ArrayTypeNode>(ArrayType, (reading, node, parent) => {
  const fact = { kind: 'type-array' as const, start: reading.startOf(node), end: node.end, parent, element: -1 }
  const id = reading.add(fact)
  fact.element = readType(reading, node.elementType, id)
  return id
})

onType<ts.TypeLiteralNode>(TypeLiteral, (reading, node, parent) => {
  const fact: TypeObjectNode = { kind: 'type-object', start: reading.startOf(node), end: node.end, parent, properties: [] }
  const id = reading.add(fact)
  readTypeMembers(reading, node.members, fact, id)
  return id
})

onType<ts.FunctionTypeNode>(FunctionType, readFunctionType)
onType<ts.ConstructorTypeNode>(ConstructorType, readFunctionType)

onType<ts.IndexedAccessTypeNode>(IndexedAccessType, (reading, node, parent) => {
  const fact = { kind: 'type-index' as const, start: reading.startOf(node), end: node.end, parent, object: -1, index: -1 }
  const id = reading.add(fact)
  fact.object = readType(reading, node.objectType, id)
  fact.index = readType(reading, node.indexType, id)
  return id
})

onType<ts.LiteralTypeNode>(LiteralType, (reading, node, parent) => {
  const base = { start: reading.startOf(node), end: node.end, parent }
  const value = literalOf(reading, node.literal)
  if (value === undefined) return reading.add({ kind: 'type-other', ...base, word: '' })
  return reading.add({ kind: 'type-literal', ...base, value })
})

function literalOf(reading: Reading, node: ts.Node): string | number | boolean | null | undefined {
  switch (node.kind) {
    case StringLiteral:
    case NoSubstitutionTemplateLiteral:
      return reading.textOf(node as ts.StringLiteral)
    case NumericLiteral:
      return Number((node as ts.NumericLiteral).text)
    case TrueKeyword:
      return true
    case FalseKeyword:
      return false
    case NullKeyword:
      return null
    case PrefixUnaryExpression: {
      const { operator, operand } = node as ts.PrefixUnaryExpression
      return operator === MinusToken && operand.kind === NumericLiteral ? -Number((operand as ts.NumericLiteral).text) : undefined
    }
    default:
      return undefined
  }
}

onType<ts.ImportTypeNode>(ImportType, (reading, node, parent) => {
  const { argument } = node
  const from = ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal.text : ''
  const fact = {
    kind: 'type-import' as const, start: reading.startOf(node), end: node.end, parent, from,
    name: node.qualifier ? entityName(node.qualifier) : [], arguments: [] as NodeId[],
  }
  const id = reading.add(fact)
  fact.arguments = readTypes(reading, node.typeArguments, id)
  return id
})

// What only wraps a type is transparent.
onType<ts.ParenthesizedTypeNode>(ParenthesizedType, (reading, node, parent) => readType(reading, node.type, parent))
onType<ts.OptionalTypeNode>(OptionalType, (reading, node, parent) => readType(reading, node.type, parent))
onType<ts.RestTypeNode>(RestType, (reading, node, parent) => readType(reading, node.type, parent))
onType<ts.NamedTupleMember>(NamedTupleMember, (reading, node, parent) => readType(reading, node.type, parent))
onType<ts.TypeOperatorNode>(TypeOperator, (reading, node, parent) => {
  if (node.operator === ReadonlyKeyword) return readType(reading, node.type, parent)
  return reading.add({ kind: 'type-other', start: reading.startOf(node), end: node.end, parent, word: '' })
})
