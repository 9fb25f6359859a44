import ts from 'typescript'
import type { JsxNode, NodeId, Property } from '../facts.ts'
import { onExpression, readExpression } from './dispatch.ts'
import type { Reading } from './reading.ts'

const {
  JsxElement, JsxSelfClosingElement, JsxFragment, JsxText, JsxExpression, JsxSpreadAttribute, JsxNamespacedName,
  Identifier,
} = ts.SyntaxKind

/** Reads an element or a fragment with its attributes and children. */
function readJsx(
  reading: Reading, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment, parent: NodeId,
): NodeId {
  const start = reading.startOf(node)
  const fact: JsxNode = {
    kind: 'jsx', start, end: node.end, parent, tag: -1, attributes: [], children: [], tagStart: start + 1, tagEnd: start + 1,
  }
  const id = reading.add(fact)
  if (node.kind !== JsxFragment) {
    const opening = node.kind === JsxElement ? (node as ts.JsxElement).openingElement : node as ts.JsxSelfClosingElement
    readTag(reading, opening.tagName, fact, id)
    fact.attributes = opening.attributes.properties.map((attribute) => readAttribute(reading, attribute, id))
  }
  if (node.kind !== JsxSelfClosingElement) {
    for (const child of (node as ts.JsxElement).children) readChild(reading, child, fact.children, id)
  }
  return id
}
onExpression(JsxElement, readJsx)
onExpression(JsxSelfClosingElement, readJsx)
onExpression(JsxFragment, readJsx)

function readTag(reading: Reading, tag: ts.JsxTagNameExpression, fact: JsxNode, id: NodeId): void {
  fact.tagStart = reading.startOf(tag)
  fact.tagEnd = tag.end
  const intrinsic = intrinsicName(tag)
  if (intrinsic !== undefined) fact.intrinsic = intrinsic
  else fact.tag = readExpression(reading, tag, id)
}

/** Tags in small letters or with a hyphen are the platform's own; all others are names of this file. */
function intrinsicName(tag: ts.JsxTagNameExpression): string | undefined {
  if (tag.kind === JsxNamespacedName) return namespacedName(tag as ts.JsxNamespacedName)
  if (tag.kind !== Identifier) return undefined
  const name = (tag as ts.Identifier).text
  const code = name.charCodeAt(0)
  return (code > 96 && code < 123) || name.includes('-') ? name : undefined
}

function namespacedName(name: ts.JsxNamespacedName): string {
  return `${name.namespace.text}:${name.name.text}`
}

function readAttribute(reading: Reading, node: ts.JsxAttributeLike, parent: NodeId): Property {
  const property: Property = { value: -1, start: reading.startOf(node), end: node.end }
  if (node.kind === JsxSpreadAttribute) {
    property.spread = true
    property.value = readExpression(reading, node.expression, parent)
    return property
  }
  const { name, initializer } = node as ts.JsxAttribute
  property.key = name.kind === JsxNamespacedName ? namespacedName(name as ts.JsxNamespacedName) : (name as ts.Identifier).text
  if (!initializer) return property
  const value = initializer.kind === JsxExpression ? (initializer as ts.JsxExpression).expression : initializer
  if (value) property.value = readExpression(reading, value, parent, name)
  return property
}

function readChild(reading: Reading, node: ts.JsxChild, children: NodeId[], parent: NodeId): void {
  if (node.kind === JsxText) return
  if (node.kind !== JsxExpression) {
    children.push(readExpression(reading, node, parent))
    return
  }
  const { expression, dotDotDotToken } = node as ts.JsxExpression
  if (!expression) return
  if (!dotDotDotToken) {
    children.push(readExpression(reading, expression, parent))
    return
  }
  const spread = { kind: 'spread' as const, start: reading.startOf(dotDotDotToken), end: expression.end, parent, value: -1 }
  const id = reading.add(spread)
  spread.value = readExpression(reading, expression, id)
  children.push(id)
}
