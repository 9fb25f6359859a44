import ts from 'typescript'
import type { AssignNode, BinaryNode, ConditionalNode, Node, NodeId, UnaryNode } from '../facts.ts'
import { onExpression, readExpression, readType } from './dispatch.ts'
import { noteCommonExport } from './modules.ts'
import type { Reading } from './reading.ts'

const {
  SpreadElement, PropertyAccessExpression, AwaitExpression, YieldExpression, PrefixUnaryExpression, PostfixUnaryExpression,
  TypeOfExpression, VoidExpression, DeleteExpression, BinaryExpression, ConditionalExpression, AsExpression,
  SatisfiesExpression, TypeAssertionExpression, NonNullExpression, ParenthesizedExpression,
  ExpressionWithTypeArguments, FirstAssignment, LastAssignment, PlusPlusToken, MinusMinusToken,
} = ts.SyntaxKind

function readWrapped(
  reading: Reading, node: ts.AwaitExpression | ts.SpreadElement, parent: NodeId, kind: 'await' | 'spread',
): NodeId {
  const fact = { kind, start: reading.startOf(node), end: node.end, parent, value: -1 }
  const id = reading.add(fact)
  fact.value = readExpression(reading, node.expression, id)
  return id
}

onExpression<ts.SpreadElement>(SpreadElement, (reading, node, parent) => readWrapped(reading, node, parent, 'spread'))
onExpression<ts.AwaitExpression>(AwaitExpression, (reading, node, parent) => readWrapped(reading, node, parent, 'await'))

onExpression<ts.YieldExpression>(YieldExpression, (reading, node, parent) => {
  const fact: Node = {
    kind: 'yield', start: reading.startOf(node), end: node.end, parent, value: -1, delegate: node.asteriskToken !== undefined,
  }
  const id = reading.add(fact)
  if (node.expression) fact.value = readExpression(reading, node.expression, id)
  return id
})

function readUnary(reading: Reading, node: ts.Node, parent: NodeId, operator: string, operand: ts.Node): NodeId {
  const fact: UnaryNode = { kind: 'unary', start: reading.startOf(node), end: node.end, parent, operator, value: -1 }
  const id = reading.add(fact)
  fact.value = readExpression(reading, operand, id)
  return id
}

function readStep(reading: Reading, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, parent: NodeId): NodeId {
  const operator = operatorText(node.operator)
  const id = readUnary(reading, node, parent, operator, node.operand)
  if (node.operator === PlusPlusToken || node.operator === MinusMinusToken) {
    reading.writeTo((reading.nodes[id] as UnaryNode).value, id)
  }
  return id
}
onExpression(PrefixUnaryExpression, readStep)
onExpression(PostfixUnaryExpression, readStep)
onExpression<ts.TypeOfExpression>(TypeOfExpression, (reading, node, parent) => readUnary(reading, node, parent, 'typeof', node.expression))
onExpression<ts.VoidExpression>(VoidExpression, (reading, node, parent) => readUnary(reading, node, parent, 'void', node.expression))
onExpression<ts.DeleteExpression>(DeleteExpression, (reading, node, parent) => readUnary(reading, node, parent, 'delete', node.expression))

const operatorTexts: string[] = []
function operatorText(kind: ts.SyntaxKind): string {
  return operatorTexts[kind] ??= ts.tokenToString(kind) ?? ''
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= FirstAssignment && kind <= LastAssignment
}

onExpression<ts.BinaryExpression>(BinaryExpression, (reading, node, parent) => {
  if (isAssignment(node.operatorToken.kind)) return readAssign(reading, node, parent)
  // Left-deep chains (`a + b + c …`) can have thousands of terms: down in a loop, not by recursion.
  const start = reading.startOf(node)
  const first = reading.nodes.length
  const rights: ts.Expression[] = []
  let left: ts.Expression = node
  let above = parent
  while (left.kind === BinaryExpression && !isAssignment((left as ts.BinaryExpression).operatorToken.kind)) {
    const { operatorToken, right } = left as ts.BinaryExpression
    above = reading.add({
      kind: 'binary', start, end: left.end, parent: above, operator: operatorText(operatorToken.kind), left: -1, right: -1,
    })
    rights.push(right)
    left = (left as ts.BinaryExpression).left
  }
  let below = readExpression(reading, left, above)
  for (let i = rights.length - 1; i >= 0; i--) {
    const fact = reading.nodes[first + i] as BinaryNode
    fact.left = below
    fact.right = readExpression(reading, rights[i]!, first + i)
    below = first + i
  }
  return first
})

function readAssign(reading: Reading, node: ts.BinaryExpression, parent: NodeId): NodeId {
  const { left, right } = node
  const fact: AssignNode = {
    kind: 'assign', start: reading.startOf(node), end: node.end, parent, operator: operatorText(node.operatorToken.kind),
    target: -1, value: -1,
  }
  const id = reading.add(fact)
  fact.target = readExpression(reading, left, id)
  fact.value = readExpression(reading, right, id, left.kind === PropertyAccessExpression ? (left as ts.PropertyAccessExpression).name : left)
  reading.writeTo(fact.target, id)
  if (left.kind === PropertyAccessExpression) noteCommonExport(reading, fact)
  return id
}

onExpression<ts.ConditionalExpression>(ConditionalExpression, (reading, node, parent) => {
  const fact: ConditionalNode = {
    kind: 'conditional', start: reading.startOf(node), end: node.end, parent, test: -1, then: -1, otherwise: -1,
  }
  const id = reading.add(fact)
  fact.test = readExpression(reading, node.condition, id)
  fact.then = readExpression(reading, node.whenTrue, id)
  fact.otherwise = readExpression(reading, node.whenFalse, id)
  return id
})

function readCast(
  reading: Reading, node: ts.AsExpression | ts.SatisfiesExpression | ts.TypeAssertion | ts.NonNullExpression,
  parent: NodeId, given?: ts.Node,
): NodeId {
  const how = node.kind === NonNullExpression ? 'non-null' : node.kind === SatisfiesExpression ? 'satisfies' : 'as'
  const fact: Node = { kind: 'cast', start: reading.startOf(node), end: node.end, parent, value: -1, type: -1, how }
  const id = reading.add(fact)
  fact.value = readExpression(reading, node.expression, id, given)
  if (node.kind !== NonNullExpression) fact.type = readType(reading, node.type, id)
  return id
}
onExpression(AsExpression, readCast)
onExpression(SatisfiesExpression, readCast)
onExpression(TypeAssertionExpression, readCast)
onExpression(NonNullExpression, readCast)

// What only wraps an expression is transparent; `f<T>` without a call says nothing the value does not.
onExpression<ts.ParenthesizedExpression>(ParenthesizedExpression, (reading, node, parent, given) =>
  readExpression(reading, node.expression, parent, given))
onExpression<ts.ExpressionWithTypeArguments>(ExpressionWithTypeArguments, (reading, node, parent) =>
  readExpression(reading, node.expression, parent))
