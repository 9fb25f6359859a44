import ts from 'typescript'
import type { CallNode, NameNode, NewNode, Node, NodeId, TaggedNode } from '../facts.ts'
import { onExpression, readExpression, readExpressions, readTypes } from './dispatch.ts'
import { readClass, readFunction } from './functions.ts'
import { readTemplate } from './literals.ts'
import { noteRequire } from './modules.ts'
import type { Reading } from './reading.ts'

const {
  Identifier, PrivateIdentifier, ThisKeyword, SuperKeyword, PropertyAccessExpression, ElementAccessExpression,
  CallExpression, NewExpression, TaggedTemplateExpression, ArrowFunction, FunctionExpression, ClassExpression,
  MetaProperty, ImportKeyword,
} = ts.SyntaxKind

// --- Names and ways into values ------------------------------------------------------------------------

function readName(reading: Reading, node: ts.Identifier | ts.PrivateIdentifier, parent: NodeId): NodeId {
  const fact: NameNode = { kind: 'name', start: reading.startOf(node), end: node.end, parent, name: node.text, binding: -1 }
  reading.use(fact)
  return reading.add(fact)
}
onExpression(Identifier, readName)
onExpression(PrivateIdentifier, readName)

onExpression(ThisKeyword, (reading, node, parent) =>
  reading.add({ kind: 'this', start: reading.startOf(node), end: node.end, parent }))
onExpression(SuperKeyword, (reading, node, parent) =>
  reading.add({ kind: 'super', start: reading.startOf(node), end: node.end, parent }))

onExpression<ts.MetaProperty>(MetaProperty, (reading, node, parent) => reading.add({
  kind: 'name', start: reading.startOf(node), end: node.end, parent, binding: -1,
  name: (node.keywordToken === ImportKeyword ? 'import.' : 'new.') + node.name.text,
}))

onExpression<ts.PropertyAccessExpression>(PropertyAccessExpression, (reading, node, parent) => {
  const { name } = node
  const fact: Node = {
    kind: 'member', start: reading.startOf(node), end: node.end, parent, object: -1, name: name.text,
    nameStart: reading.startOf(name),
  }
  if (node.questionDotToken) fact.optional = true
  const id = reading.add(fact)
  fact.object = readExpression(reading, node.expression, id)
  return id
})

onExpression<ts.ElementAccessExpression>(ElementAccessExpression, (reading, node, parent) => {
  const fact: Node = { kind: 'index', start: reading.startOf(node), end: node.end, parent, object: -1, index: -1 }
  if (node.questionDotToken) fact.optional = true
  const id = reading.add(fact)
  fact.object = readExpression(reading, node.expression, id)
  fact.index = readExpression(reading, node.argumentExpression, id)
  return id
})

// --- Calls -------------------------------------------------------------------------------------------------

onExpression<ts.CallExpression>(CallExpression, (reading, node, parent) => {
  const callee = node.expression
  if (callee.kind === ImportKeyword) return readDynamicImport(reading, node, parent)
  const fact: CallNode = {
    kind: 'call', start: reading.startOf(node), end: node.end, parent, callee: -1, arguments: [],
  }
  if (node.questionDotToken) fact.optional = true
  const id = reading.add(fact)
  fact.callee = readExpression(reading, callee, id)
  if (node.typeArguments) fact.types = readTypes(reading, node.typeArguments, id)
  fact.arguments = readExpressions(reading, node.arguments, id)
  if (callee.kind === Identifier && (callee as ts.Identifier).text === 'require') noteRequire(reading, node, fact)
  return id
})

function readDynamicImport(reading: Reading, node: ts.CallExpression, parent: NodeId): NodeId {
  const argument = node.arguments[0]
  const from = argument && ts.isStringLiteralLike(argument) ? argument.text : undefined
  const fact: Node = { kind: 'dynamic-import', start: reading.startOf(node), end: node.end, parent, from, argument: -1 }
  const id = reading.add(fact)
  if (argument) fact.argument = readExpression(reading, argument, id)
  return id
}

onExpression<ts.NewExpression>(NewExpression, (reading, node, parent) => {
  const fact: NewNode = { kind: 'new', start: reading.startOf(node), end: node.end, parent, callee: -1, arguments: [] }
  const id = reading.add(fact)
  fact.callee = readExpression(reading, node.expression, id)
  if (node.typeArguments) fact.types = readTypes(reading, node.typeArguments, id)
  fact.arguments = readExpressions(reading, node.arguments, id)
  return id
})

onExpression<ts.TaggedTemplateExpression>(TaggedTemplateExpression, (reading, node, parent) => {
  const fact: TaggedNode = {
    kind: 'tagged', start: reading.startOf(node), end: node.end, parent, tag: -1, texts: [], values: [],
  }
  const id = reading.add(fact)
  fact.tag = readExpression(reading, node.tag, id)
  if (node.typeArguments) fact.types = readTypes(reading, node.typeArguments, id)
  readTemplate(reading, node.template, fact, id)
  return id
})

// --- Functions and classes -------------------------------------------------------------------------------

onExpression<ts.ArrowFunction>(ArrowFunction, (reading, node, parent, given) =>
  readFunction(reading, node, parent, 'arrow', undefined, given))
onExpression<ts.FunctionExpression>(FunctionExpression, (reading, node, parent, given) =>
  readFunction(reading, node, parent, 'expression', node.name, given))
onExpression<ts.ClassExpression>(ClassExpression, readClass)
