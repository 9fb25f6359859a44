import ts from 'typescript'
import type { BindingId, DeclareNode, Node, NodeId, ObjectNode, TypeObjectNode } from '../facts.ts'
import { addEmpty, onStatement, readExpression, readStatement, readType } from './dispatch.ts'
import { readClass, readFunction, readTarget } from './functions.ts'
import {
  exportDeclared, exportDefault, noteRequiredNames, readExportAssignment, readExportDeclaration, readImport,
  readImportEquals, requireOf,
} from './modules.ts'
import { inTypes, inValues, type Reading } from './reading.ts'
import { openScope, readStatements } from './statements.ts'
import { isDefault, isExported, modifiersOf } from './syntax.ts'
import { readHeritage, readTypeMembers, readTypeParameters } from './types.ts'

const {
  VariableStatement, FunctionDeclaration, ClassDeclaration, ImportDeclaration, ImportEqualsDeclaration,
  ExportDeclaration, ExportAssignment, InterfaceDeclaration, TypeAliasDeclaration, EnumDeclaration,
  ModuleDeclaration, ModuleBlock, Identifier, StringLiteral,
} = ts.SyntaxKind

onStatement<ts.VariableStatement>(VariableStatement, (reading, node, parent, into) => {
  const exported = (modifiersOf(node.modifiers) & isExported) !== 0
  readDeclarators(reading, node.declarationList, node, parent, into, exported)
})

/** `const a = 1, b = 2` of a statement or a loop's head. */
export function readDeclarators(
  reading: Reading, list: ts.VariableDeclarationList, statement: ts.Node, parent: NodeId, into: NodeId[], exported: boolean,
): void {
  const how = howOf(list)
  const start = reading.startOf(statement)
  for (const declaration of list.declarations) {
    const { name, type, initializer } = declaration
    const fact: DeclareNode = {
      kind: 'declare', start: reading.startOf(declaration), end: declaration.end, parent, how, bindings: [],
      pattern: name.kind !== Identifier, targetStart: reading.startOf(name), targetEnd: name.end, value: -1, type: -1,
      statementStart: start, statementEnd: statement.end, exported,
    }
    const id = reading.add(fact)
    into.push(id)
    if (type) fact.type = readType(reading, type, id)
    readTarget(reading, name, how, id, fact.type, fact.bindings)
    if (initializer) readInitialiser(reading, name, initializer, fact, id)
    for (const binding of fact.bindings) {
      // A repeated `var` keeps the value of its first declaration.
      if (reading.bindings[binding]!.value === id) reading.bindings[binding]!.value = fact.value
    }
    if (exported) for (const binding of fact.bindings) exportDeclared(reading, binding, -1, false)
  }
}

function readInitialiser(
  reading: Reading, name: ts.BindingName, initializer: ts.Expression, fact: DeclareNode, id: NodeId,
): void {
  const required = requireOf(initializer)
  if (required) reading.claimedRequire = required.call
  fact.value = readExpression(reading, initializer, id, name)
  if (required) noteRequiredNames(reading, required, fact.bindings)
}

/** The word that a list of variables is declared with. */
export function howOf({ flags }: ts.VariableDeclarationList): DeclareNode['how'] {
  const blockScoped = flags & ts.NodeFlags.BlockScoped
  if (blockScoped === ts.NodeFlags.Const) return 'const'
  if (blockScoped === ts.NodeFlags.Let) return 'let'
  return blockScoped === 0 ? 'var' : 'using'
}

onStatement<ts.FunctionDeclaration>(FunctionDeclaration, (reading, node, parent, into) => {
  const modifiers = modifiersOf(node.modifiers)
  // Its name is only known to the scope once the node has its number, and nothing is resolved before the end.
  const id = readFunction(reading, node, parent, 'declaration', node.name)
  into.push(id)
  const binding = node.name?.text ? declareFunction(reading, node, node.name, id) : -1
  if (modifiers & isDefault) exportDefault(reading, binding, id, false)
  else if (modifiers & isExported && binding !== -1) exportDeclared(reading, binding, id, false)
})

function declareFunction(reading: Reading, node: ts.FunctionDeclaration, name: ts.Identifier, id: NodeId): BindingId {
  const before = reading.scope.values?.get(name.text)
  const overloaded = before === undefined ? undefined : reading.bindings[before]
  if (overloaded?.kind !== 'function') return reading.declare(name.text, name, 'function', inValues, id)
  if (node.body) overloaded.value = id
  return before!
}

onStatement<ts.ClassDeclaration>(ClassDeclaration, (reading, node, parent, into) => {
  const id = readClass(reading, node, parent)
  into.push(id)
  const modifiers = modifiersOf(node.modifiers)
  const binding = node.name ? reading.scope.values?.get(node.name.text) ?? -1 : -1
  if (modifiers & isDefault) exportDefault(reading, binding, id, false)
  else if (modifiers & isExported && binding !== -1) exportDeclared(reading, binding, id, false)
})

onStatement<ts.InterfaceDeclaration>(InterfaceDeclaration, (reading, node, parent, into) => {
  const id = addEmpty(reading, node, parent, into)
  const name = node.name.text
  const before = reading.scope.types?.get(name)
  const merged = before !== undefined && 'interface class'.includes(reading.bindings[before]!.kind)
  const binding = merged ? before : reading.declare(name, node.name, 'interface', inTypes, -1)
  const outer = openScope(reading)
  if (node.typeParameters) readTypeParameters(reading, node.typeParameters, id)
  readInterfaceBody(reading, node, binding, id)
  reading.scope = outer
  const modifiers = modifiersOf(node.modifiers)
  if (modifiers & isDefault) exportDefault(reading, binding, -1, true)
  else if (modifiers & isExported) exportDeclared(reading, binding, -1, true)
})

/** The parts of an interface that is written in several add up in the first one's body. */
function readInterfaceBody(reading: Reading, node: ts.InterfaceDeclaration, binding: BindingId, parent: NodeId): void {
  let id = reading.bindings[binding]!.type
  if (id === -1) {
    id = reading.add({ kind: 'type-object', start: reading.startOf(node), end: node.end, parent, properties: [] })
    reading.bindings[binding]!.type = id
  }
  const body = reading.nodes[id] as TypeObjectNode
  for (const clause of node.heritageClauses ?? []) {
    for (const type of clause.types) (body.extends ??= []).push(readHeritage(reading, type, id))
  }
  readTypeMembers(reading, node.members, body, id)
}

onStatement<ts.TypeAliasDeclaration>(TypeAliasDeclaration, (reading, node, parent, into) => {
  const id = addEmpty(reading, node, parent, into)
  const binding = reading.declare(node.name.text, node.name, 'type', inTypes, -1)
  const outer = openScope(reading)
  if (node.typeParameters) readTypeParameters(reading, node.typeParameters, id)
  reading.bindings[binding]!.type = readType(reading, node.type, id)
  reading.scope = outer
  if (modifiersOf(node.modifiers) & isExported) exportDeclared(reading, binding, -1, true)
})

onStatement<ts.EnumDeclaration>(EnumDeclaration, (reading, node, parent, into) => {
  const fact: ObjectNode = { kind: 'object', start: reading.startOf(node), end: node.end, parent, properties: [] }
  const id = reading.add(fact)
  into.push(id)
  const binding = reading.declare(node.name.text, node.name, 'enum', inValues | inTypes, id)
  const outer = openScope(reading)
  for (const { initializer, name, end } of node.members) {
    const value = initializer ? readExpression(reading, initializer, id) : -1
    const key = name.kind === Identifier || name.kind === StringLiteral ? (name as ts.Identifier | ts.StringLiteral).text : undefined
    fact.properties.push({ ...(key !== undefined && { key }), value, start: reading.startOf(name), end })
  }
  reading.scope = outer
  if (modifiersOf(node.modifiers) & isExported) exportDeclared(reading, binding, -1, false)
})

onStatement<ts.ModuleDeclaration>(ModuleDeclaration, (reading, node, parent, into) => {
  const fact: Node = { kind: 'block', start: reading.startOf(node), end: node.end, parent, body: [] }
  const id = reading.add(fact)
  into.push(id)
  // `declare module 'x'` and `declare global` have no name of their own here.
  const binding = node.name.kind === Identifier && !(node.flags & ts.NodeFlags.GlobalAugmentation)
    ? declareNamespace(reading, node.name as ts.Identifier, id) : -1
  const outer = openScope(reading, true)
  const { body } = node
  if (body?.kind === ModuleBlock) readStatements(reading, (body as ts.ModuleBlock).statements, id, fact.body)
  else if (body) readStatement(reading, body, id, fact.body)
  reading.scope = outer
  if (binding !== -1 && modifiersOf(node.modifiers) & isExported) exportDeclared(reading, binding, -1, false)
})

function declareNamespace(reading: Reading, name: ts.Identifier, id: NodeId): BindingId {
  const { scope } = reading
  const merged = scope.values?.get(name.text)
  if (merged === undefined) return reading.declare(name.text, name, 'namespace', inValues | inTypes, id)
  const types = scope.types ??= new Map()
  if (!types.has(name.text)) types.set(name.text, merged)
  return merged
}

onStatement<ts.ImportDeclaration>(ImportDeclaration, (reading, node, parent, into) => {
  addEmpty(reading, node, parent, into)
  readImport(reading, node)
})
onStatement<ts.ImportEqualsDeclaration>(ImportEqualsDeclaration, (reading, node, parent, into) =>
  readImportEquals(reading, node, addEmpty(reading, node, parent, into)))
onStatement<ts.ExportDeclaration>(ExportDeclaration, (reading, node, parent, into) => {
  addEmpty(reading, node, parent, into)
  readExportDeclaration(reading, node)
})
onStatement<ts.ExportAssignment>(ExportAssignment, readExportAssignment)
