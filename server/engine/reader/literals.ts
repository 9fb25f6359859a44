import ts from 'typescript'
import type { AssignNode, Node, NodeId, ObjectNode, Property, TaggedNode, TemplateNode } from '../facts.ts'
import { onExpression, readExpression, readExpressions } from './dispatch.ts'
import { readFunction } from './functions.ts'
import type { Reading } from './reading.ts'
import { plainName } from './syntax.ts'

const {
  ObjectLiteralExpression, ArrayLiteralExpression, StringLiteral, NoSubstitutionTemplateLiteral,
  NumericLiteral, BigIntLiteral, TrueKeyword, FalseKeyword, NullKeyword, RegularExpressionLiteral,
  TemplateExpression, PropertyAssignment, ShorthandPropertyAssignment, SpreadAssignment, MethodDeclaration,
  GetAccessor, SetAccessor, ComputedPropertyName,
} = ts.SyntaxKind

function readText(reading: Reading, node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral, parent: NodeId): NodeId {
  return reading.add({ kind: 'text', start: reading.startOf(node), end: node.end, parent, value: reading.textOf(node) })
}
onExpression(StringLiteral, readText)
onExpression(NoSubstitutionTemplateLiteral, readText)

/** The texts and values of a template go into `fact`, whichever kind holds it. */
export function readTemplate(reading: Reading, node: ts.TemplateLiteral, fact: TaggedNode | TemplateNode, id: NodeId): void {
  if (node.kind === NoSubstitutionTemplateLiteral) {
    fact.texts.push(reading.textOf(node))
    return
  }
  fact.texts.push(reading.textOf(node.head))
  for (const span of node.templateSpans) {
    fact.values.push(readExpression(reading, span.expression, id))
    fact.texts.push(reading.textOf(span.literal))
  }
}

onExpression<ts.TemplateExpression>(TemplateExpression, (reading, node, parent) => {
  const fact: TemplateNode = { kind: 'template', start: reading.startOf(node), end: node.end, parent, texts: [], values: [] }
  const id = reading.add(fact)
  readTemplate(reading, node, fact, id)
  return id
})

onExpression<ts.NumericLiteral>(NumericLiteral, (reading, node, parent) =>
  reading.add({ kind: 'number', start: reading.startOf(node), end: node.end, parent, value: Number(node.text) }))

function onLiteral(kind: ts.SyntaxKind, value: boolean | null | 'regular-expression' | 'bigint'): void {
  onExpression(kind, (reading, node, parent) =>
    reading.add({ kind: 'literal', start: reading.startOf(node), end: node.end, parent, value }))
}
onLiteral(TrueKeyword, true)
onLiteral(FalseKeyword, false)
onLiteral(NullKeyword, null)
onLiteral(RegularExpressionLiteral, 'regular-expression')
onLiteral(BigIntLiteral, 'bigint')

onExpression<ts.ArrayLiteralExpression>(ArrayLiteralExpression, (reading, node, parent) => {
  const fact: Node = { kind: 'array', start: reading.startOf(node), end: node.end, parent, elements: [] }
  const id = reading.add(fact)
  fact.elements = readExpressions(reading, node.elements, id)
  return id
})

onExpression<ts.ObjectLiteralExpression>(ObjectLiteralExpression, (reading, node, parent) => {
  const fact: ObjectNode = { kind: 'object', start: reading.startOf(node), end: node.end, parent, properties: [] }
  const id = reading.add(fact)
  fact.properties = node.properties.map((property) => readProperty(reading, property, id))
  return id
})

function readProperty(reading: Reading, node: ts.ObjectLiteralElementLike, parent: NodeId): Property {
  const property: Property = { value: -1, start: reading.startOf(node), end: node.end }
  const { name } = node
  if (name) {
    const key = plainName(name)
    if (key !== undefined) property.key = key
    else if (name.kind === ComputedPropertyName) property.computed = readExpression(reading, name.expression, parent)
  }
  switch (node.kind) {
    case PropertyAssignment:
      property.value = readExpression(reading, (node as ts.PropertyAssignment).initializer, parent, name)
      break
    case ShorthandPropertyAssignment:
      property.shorthand = true
      property.value = readShorthand(reading, node as ts.ShorthandPropertyAssignment, parent)
      break
    case SpreadAssignment:
      property.spread = true
      property.value = readExpression(reading, (node as ts.SpreadAssignment).expression, parent)
      break
    case MethodDeclaration:
    case GetAccessor:
    case SetAccessor:
      property.method = node.kind === GetAccessor ? 'get' : node.kind === SetAccessor ? 'set' : 'method'
      property.value = readFunction(reading, node as ts.MethodDeclaration, parent, property.method, name)
  }
  return property
}

/** `{ a }`, or `{ a = 1 }` where the object is a pattern: then the default is an assignment to the name. */
function readShorthand(reading: Reading, node: ts.ShorthandPropertyAssignment, parent: NodeId): NodeId {
  const { objectAssignmentInitializer: fallback } = node
  if (!fallback) return readExpression(reading, node.name, parent)
  const fact: AssignNode = {
    kind: 'assign', start: reading.startOf(node), end: node.end, parent, operator: '=', target: -1, value: -1,
  }
  const id = reading.add(fact)
  fact.target = readExpression(reading, node.name, id)
  fact.value = readExpression(reading, fallback, id, node.name)
  reading.writeTo(fact.target, id)
  return id
}
