import ts from 'typescript'
import type { BindingId, BlockNode, ForNode, ForOfNode, IfNode, Node, NodeId, SwitchNode, TryNode, WhileNode } from '../facts.ts'
import { howOf, readDeclarators } from './declarations.ts'
import { onStatement, readExpression, readStatement, readType } from './dispatch.ts'
import { readTarget } from './functions.ts'
import { Scope, type Reading } from './reading.ts'

const {
  VariableStatement, Block, ExpressionStatement, ReturnStatement, ThrowStatement, IfStatement, ForStatement,
  ForOfStatement, ForInStatement, WhileStatement, DoStatement, TryStatement, SwitchStatement, BreakStatement,
  ContinueStatement, LabeledStatement, WithStatement, VariableDeclarationList, Identifier, DefaultClause,
} = ts.SyntaxKind

/** The statements of a body, in order. */
export function readStatements(reading: Reading, nodes: readonly ts.Node[], parent: NodeId, into: NodeId[]): void {
  for (const node of nodes) readStatement(reading, node, parent, into)
}

/** A block whose scope the caller has already opened: a function's body, a `catch`. */
export function readBlock(reading: Reading, node: { statements: readonly ts.Node[] } & ts.Node, parent: NodeId): NodeId {
  const fact: Node = { kind: 'block', start: reading.startOf(node), end: node.end, parent, body: [] }
  const id = reading.add(fact)
  readStatements(reading, node.statements, id, fact.body)
  fact.body = fact.body.slice()
  return id
}

function readScopedBlock(reading: Reading, node: ts.Block, parent: NodeId): NodeId {
  const outer = openScope(reading)
  const id = readBlock(reading, node, parent)
  reading.scope = outer
  return id
}

/** Makes a new scope the current one and gives the outer one, to be put back. */
export function openScope(reading: Reading, holdsVars = false): Scope {
  const outer = reading.scope
  reading.scope = new Scope(outer, outer.function, holdsVars)
  return outer
}

/** The statement under an `if` or a loop: one node, whatever stands there. */
function readBody(reading: Reading, node: ts.Statement, parent: NodeId): NodeId {
  if (node.kind === Block) return readScopedBlock(reading, node as ts.Block, parent)
  if (node.kind !== VariableStatement && node.kind !== LabeledStatement) {
    const into: NodeId[] = []
    readStatement(reading, node, parent, into)
    return into[0]!
  }
  // `if (a) var b = 1, c = 2` is several nodes: they get the block that the code left out.
  const fact: Node = { kind: 'block', start: reading.startOf(node), end: node.end, parent, body: [] }
  const id = reading.add(fact)
  readStatement(reading, node, id, fact.body)
  return id
}

onStatement<ts.Block>(Block, (reading, node, parent, into) => {
  into.push(readScopedBlock(reading, node, parent))
})

onStatement<ts.ExpressionStatement>(ExpressionStatement, (reading, node, parent, into) => {
  const fact: Node = { kind: 'expression', start: reading.startOf(node), end: node.end, parent, value: -1 }
  const id = reading.add(fact)
  into.push(id)
  fact.value = readExpression(reading, node.expression, id)
})

function readReturn(reading: Reading, node: ts.ReturnStatement | ts.ThrowStatement, parent: NodeId, into: NodeId[]): void {
  const kind = node.kind === ReturnStatement ? 'return' : 'throw'
  const fact: Node = { kind, start: reading.startOf(node), end: node.end, parent, value: -1 }
  const id = reading.add(fact)
  into.push(id)
  if (node.expression) fact.value = readExpression(reading, node.expression, id)
}
onStatement(ReturnStatement, readReturn)
onStatement(ThrowStatement, readReturn)

onStatement<ts.IfStatement>(IfStatement, (reading, node, parent, into) => {
  const fact: IfNode = { kind: 'if', start: reading.startOf(node), end: node.end, parent, test: -1, then: -1, otherwise: -1 }
  const id = reading.add(fact)
  into.push(id)
  fact.test = readExpression(reading, node.expression, id)
  fact.then = readBody(reading, node.thenStatement, id)
  if (node.elseStatement) fact.otherwise = readBody(reading, node.elseStatement, id)
})

onStatement<ts.ForStatement>(ForStatement, (reading, node, parent, into) => {
  const fact: ForNode = { kind: 'for', start: reading.startOf(node), end: node.end, parent, init: [], test: -1, update: -1, body: -1 }
  const id = reading.add(fact)
  into.push(id)
  const { initializer, condition, incrementor } = node
  const outer = openScope(reading)
  if (initializer?.kind === VariableDeclarationList) {
    readDeclarators(reading, initializer as ts.VariableDeclarationList, initializer, id, fact.init, false)
  } else if (initializer) {
    fact.init.push(readExpression(reading, initializer, id))
  }
  if (condition) fact.test = readExpression(reading, condition, id)
  if (incrementor) fact.update = readExpression(reading, incrementor, id)
  fact.body = readBody(reading, node.statement, id)
  reading.scope = outer
})

function readForOf(reading: Reading, node: ts.ForOfStatement | ts.ForInStatement, parent: NodeId, into: NodeId[]): void {
  const { initializer } = node
  const declares = initializer.kind === VariableDeclarationList
  const declaration = declares ? (initializer as ts.VariableDeclarationList).declarations[0] : undefined
  const target = declaration?.name ?? initializer
  const fact: ForOfNode = {
    kind: node.kind === ForOfStatement ? 'for-of' : 'for-in', start: reading.startOf(node), end: node.end, parent,
    bindings: [], targetStart: reading.startOf(target), targetEnd: target.end, list: -1, body: -1,
    await: node.kind === ForOfStatement && node.awaitModifier !== undefined,
  }
  const id = reading.add(fact)
  into.push(id)
  const outer = openScope(reading)
  if (declaration) {
    const type = declaration.type ? readType(reading, declaration.type, id) : -1
    readTarget(reading, declaration.name, howOf(initializer as ts.VariableDeclarationList), id, type, fact.bindings)
  } else if (!declares) {
    fact.target = readExpression(reading, initializer, id)
    reading.writeTo(fact.target, id)
  }
  fact.list = readExpression(reading, node.expression, id)
  fact.body = readBody(reading, node.statement, id)
  reading.scope = outer
}
onStatement(ForOfStatement, readForOf)
onStatement(ForInStatement, readForOf)

function readWhile(reading: Reading, node: ts.WhileStatement | ts.DoStatement, parent: NodeId, into: NodeId[]): void {
  const kind = node.kind === WhileStatement ? 'while' : 'do'
  const fact: WhileNode = { kind, start: reading.startOf(node), end: node.end, parent, test: -1, body: -1 }
  const id = reading.add(fact)
  into.push(id)
  fact.test = readExpression(reading, node.expression, id)
  fact.body = readBody(reading, node.statement, id)
}
onStatement(WhileStatement, readWhile)
onStatement(DoStatement, readWhile)

onStatement<ts.TryStatement>(TryStatement, (reading, node, parent, into) => {
  const fact: TryNode = {
    kind: 'try', start: reading.startOf(node), end: node.end, parent, block: -1, catch: -1, catchBinding: -1, finally: -1,
  }
  const id = reading.add(fact)
  into.push(id)
  fact.block = readScopedBlock(reading, node.tryBlock, id)
  if (node.catchClause) readCatch(reading, node.catchClause, fact, id)
  if (node.finallyBlock) fact.finally = readScopedBlock(reading, node.finallyBlock, id)
})

function readCatch(reading: Reading, { variableDeclaration, block }: ts.CatchClause, fact: TryNode, id: NodeId): void {
  const outer = openScope(reading)
  if (variableDeclaration) {
    const { name, type } = variableDeclaration
    const bound: BindingId[] = []
    readTarget(reading, name, 'catch', -1, type ? readType(reading, type, id) : -1, bound)
    if (name.kind === Identifier) fact.catchBinding = bound[0]!
  }
  fact.catch = readScopedBlock(reading, block, id)
  reading.scope = outer
}

onStatement<ts.SwitchStatement>(SwitchStatement, (reading, node, parent, into) => {
  const fact: SwitchNode = { kind: 'switch', start: reading.startOf(node), end: node.end, parent, subject: -1, cases: [] }
  const id = reading.add(fact)
  into.push(id)
  fact.subject = readExpression(reading, node.expression, id)
  const outer = openScope(reading)
  for (const clause of node.caseBlock.clauses) {
    const test = clause.kind === DefaultClause ? -1 : readExpression(reading, (clause as ts.CaseClause).expression, id)
    const body: NodeId[] = []
    fact.cases.push({ test, body })
    readStatements(reading, clause.statements, id, body)
  }
  reading.scope = outer
})

function readJump(reading: Reading, node: ts.BreakOrContinueStatement, parent: NodeId, into: NodeId[]): void {
  const fact: Node = {
    kind: node.kind === BreakStatement ? 'break' : 'continue', start: reading.startOf(node), end: node.end, parent,
  }
  if (node.label) fact.label = node.label.text
  into.push(reading.add(fact))
}
onStatement(BreakStatement, readJump)
onStatement(ContinueStatement, readJump)

const labelled = new Set(['block', 'for', 'for-of', 'for-in', 'while', 'do'])

onStatement<ts.LabeledStatement>(LabeledStatement, (reading, node, parent, into) => {
  const first = into.length
  readStatement(reading, node.statement, parent, into)
  const fact = reading.nodes[into[first] ?? -1] as BlockNode | undefined
  if (!fact || !labelled.has(fact.kind)) return
  fact.label ??= node.label.text
  // What is put before the statement goes before its label.
  fact.start = reading.startOf(node)
})

onStatement<ts.WithStatement>(WithStatement, (reading, node, parent, into) => {
  const fact: Node = { kind: 'other', start: reading.startOf(node), end: node.end, parent, parts: [] }
  const id = reading.add(fact)
  into.push(id)
  fact.parts.push(readExpression(reading, node.expression, id))
  fact.parts.push(readBody(reading, node.statement, id))
})
