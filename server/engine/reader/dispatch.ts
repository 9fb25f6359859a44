import type ts from 'typescript'
import type { NodeId } from '../facts.ts'
import type { Reading } from './reading.ts'

/** `given` is the name a function or class gets from where it is put: `const load = async () => …`. */
type ReadExpression<T> = (reading: Reading, node: T, parent: NodeId, given?: ts.Node) => NodeId
/** A statement may become several nodes (`const a = 1, b = 2`), therefore `into`. */
type ReadStatement<T> = (reading: Reading, node: T, parent: NodeId, into: NodeId[]) => void
type ReadType<T> = (reading: Reading, node: T, parent: NodeId) => NodeId

// Tables instead of switches: the compiler's kinds are no constants to us, a switch would compare them one by one.
const expressions: (ReadExpression<never> | undefined)[] = []
const statements: (ReadStatement<never> | undefined)[] = []
const types: (ReadType<never> | undefined)[] = []

/** Says how expressions of a kind are read. */
export function onExpression<T extends ts.Node>(kind: ts.SyntaxKind, read: ReadExpression<T>): void {
  expressions[kind] = read
}

/** Says how statements of a kind are read. */
export function onStatement<T extends ts.Node>(kind: ts.SyntaxKind, read: ReadStatement<T>): void {
  statements[kind] = read
}

/** Says how types of a kind are read. */
export function onType<T extends ts.Node>(kind: ts.SyntaxKind, read: ReadType<T>): void {
  types[kind] = read
}

/** Reads an expression and gives the node it became; parentheses leave none. */
export function readExpression(reading: Reading, node: ts.Node, parent: NodeId, given?: ts.Node): NodeId {
  const read = expressions[node.kind]
  if (read) return read(reading, node as never, parent, given)
  return reading.add({ kind: 'other', start: reading.startOf(node), end: node.end, parent, parts: [] })
}

/** Several expressions, in order. Facts live long: a list that grows by `push` keeps room for what never comes. */
export function readExpressions(reading: Reading, nodes: readonly ts.Node[] | undefined, parent: NodeId): NodeId[] {
  return nodes ? nodes.map((node) => readExpression(reading, node, parent)) : []
}

/** Reads one statement; one that says nothing to us is kept as `empty`, so that bodies stay complete. */
export function readStatement(reading: Reading, node: ts.Node, parent: NodeId, into: NodeId[]): void {
  const read = statements[node.kind]
  if (read) read(reading, node as never, parent, into)
  else addEmpty(reading, node, parent, into)
}

/** A statement that is only kept for its place. */
export function addEmpty(reading: Reading, node: ts.Node, parent: NodeId, into: NodeId[]): NodeId {
  const id = reading.add({ kind: 'empty', start: reading.startOf(node), end: node.end, parent })
  into.push(id)
  return id
}

/** Reads a type annotation. What the facts have no word for becomes `type-other`, without a look inside. */
export function readType(reading: Reading, node: ts.TypeNode, parent: NodeId): NodeId {
  const read = types[node.kind]
  if (read) return read(reading, node as never, parent)
  return reading.add({ kind: 'type-other', start: reading.startOf(node), end: node.end, parent, word: '' })
}

/** Several types, in order. */
export function readTypes(reading: Reading, nodes: readonly ts.TypeNode[] | undefined, parent: NodeId): NodeId[] {
  return nodes ? nodes.map((node) => readType(reading, node, parent)) : []
}
