import ts from 'typescript'
import type { AssignNode, BindingId, CallNode, ExportFact, ImportFact, NodeId } from '../facts.ts'
import { readExpression } from './dispatch.ts'
import { inTypes, inValues, type Reading } from './reading.ts'
import { isExported, modifiersOf } from './syntax.ts'

const {
  StringLiteral, NoSubstitutionTemplateLiteral, NamespaceImport, NamedExports, ExternalModuleReference, CallExpression,
  PropertyAccessExpression, ParenthesizedExpression, Identifier,
} = ts.SyntaxKind

function textOf(node: ts.Node | undefined): string | undefined {
  if (node?.kind !== StringLiteral && node?.kind !== NoSubstitutionTemplateLiteral) return undefined
  return (node as ts.StringLiteral).text
}

/** Only what stands in the file's own scope is exported; the same words in a namespace mean the namespace. */
function isTopLevel(reading: Reading): boolean {
  return reading.scope === reading.moduleScope
}

// --- Imports -----------------------------------------------------------------------------------------------

/** `import a, { b as c } from 'd'` in all its forms. */
export function readImport(reading: Reading, node: ts.ImportDeclaration): void {
  const from = textOf(node.moduleSpecifier)
  if (from === undefined) return
  const base = { from, start: reading.startOf(node), end: node.end }
  const clause = node.importClause
  if (!clause) {
    reading.imports.push({ ...base, name: '', binding: -1, typeOnly: false })
    return
  }
  const typeOnly = clause.isTypeOnly
  if (clause.name) addImport(reading, { ...base, name: 'default', binding: -1, typeOnly }, clause.name)
  const bindings = clause.namedBindings
  if (!bindings) return
  if (bindings.kind === NamespaceImport) {
    addImport(reading, { ...base, name: '*', binding: -1, typeOnly }, (bindings as ts.NamespaceImport).name)
    return
  }
  const { elements } = bindings as ts.NamedImports
  for (const { name, propertyName, isTypeOnly } of elements) {
    addImport(reading, { ...base, name: (propertyName ?? name).text, binding: -1, typeOnly: typeOnly || isTypeOnly }, name)
  }
  // `import {} from 'x'` still runs the module.
  if (!elements.length && !clause.name) reading.imports.push({ ...base, name: '', binding: -1, typeOnly })
}

function addImport(reading: Reading, fact: ImportFact, name: ts.Identifier): BindingId {
  fact.binding = reading.declare(name.text, name, 'import', inValues | inTypes, -1)
  reading.bindings[fact.binding]!.import = reading.imports.push(fact) - 1
  return fact.binding
}

/** `import x = require('y')`, or `import x = A.B`, which only gives a namespace another name. */
export function readImportEquals(reading: Reading, node: ts.ImportEqualsDeclaration, parent: NodeId): void {
  const { moduleReference: reference, name, isTypeOnly: typeOnly } = node
  const from = reference.kind === ExternalModuleReference
    ? textOf((reference as ts.ExternalModuleReference).expression) : undefined
  let binding: BindingId
  if (from === undefined) {
    binding = reading.declare(name.text, name, 'namespace', inValues | inTypes, -1)
    if (reference.kind === Identifier) reading.bindings[binding]!.value = readExpression(reading, reference, parent)
  } else {
    const start = reading.startOf(node)
    binding = addImport(reading, { from, name: '*', binding: -1, typeOnly, start, end: node.end, require: true }, name)
  }
  if (modifiersOf(node.modifiers) & isExported) exportDeclared(reading, binding, -1, typeOnly)
}

/** A `require('x')`, or one member of it, as an initialiser. */
export interface RequiredModule {
  call: ts.CallExpression
  from: string
  /** `require('x').member`. */
  member: string | undefined
}

/** What an initialiser requires, if that is all it does. */
export function requireOf(node: ts.Expression): RequiredModule | undefined {
  let member: string | undefined
  while (node.kind === ParenthesizedExpression) node = (node as ts.ParenthesizedExpression).expression
  if (node.kind === PropertyAccessExpression) {
    member = (node as ts.PropertyAccessExpression).name.text
    node = (node as ts.PropertyAccessExpression).expression
  }
  if (node.kind !== CallExpression) return undefined
  const call = node as ts.CallExpression
  if (call.expression.kind !== Identifier || (call.expression as ts.Identifier).text !== 'require') return undefined
  const from = textOf(call.arguments[0])
  return from === undefined ? undefined : { call, from, member }
}

/** `const x = require('y')` and `const { a } = require('y')`: what these names are bound to is an import. */
export function noteRequiredNames(reading: Reading, required: RequiredModule, bindings: BindingId[]): void {
  const { call, from, member } = required
  const fact = { from, typeOnly: false, start: reading.startOf(call), end: call.end, require: true as const }
  let named = false
  for (const id of bindings) {
    const binding = reading.bindings[id]!
    const way = member === undefined ? binding.path : [member, ...binding.path]
    if (way.length > 1 || way[0] === '...' || way[0] === '[]') continue
    binding.import = reading.imports.push({ ...fact, name: way.length ? String(way[0]) : '*', binding: id }) - 1
    named = true
  }
  if (!named) reading.imports.push({ ...fact, name: '', binding: -1 })
}

/** A `require('x')` in the middle of an expression: the file still depends on the module. */
export function noteRequire(reading: Reading, node: ts.CallExpression, { start, end }: CallNode): void {
  if (reading.claimedRequire === node) return
  const from = textOf(node.arguments[0])
  if (from === undefined) return
  reading.imports.push({ from, name: '', binding: -1, typeOnly: false, start, end, require: true })
}

// --- Exports -------------------------------------------------------------------------------------------------

/** A declaration that carries `export` itself. */
export function exportDeclared(reading: Reading, binding: BindingId, value: NodeId, typeOnly: boolean): void {
  if (!isTopLevel(reading)) return
  exportOnce(reading, { name: reading.bindings[binding]!.name, binding, value, typeOnly })
}

/** `export default` before a function, class or interface. */
export function exportDefault(reading: Reading, binding: BindingId, value: NodeId, typeOnly: boolean): void {
  if (!isTopLevel(reading)) return
  exportOnce(reading, { name: 'default', binding, value, typeOnly })
}

/** Overloads, and the parts of an interface or namespace, are one export. */
function exportOnce(reading: Reading, fact: ExportFact): void {
  const before = reading.declaredExports.get(fact.binding)
  if (before) {
    if (fact.value !== -1) before.value = reading.bindings[fact.binding]!.value
    if (!fact.typeOnly) before.typeOnly = false
    return
  }
  reading.exports.push(fact)
  if (fact.binding !== -1) reading.declaredExports.set(fact.binding, fact)
}

/** `export { a as b }`, `export { a } from 'x'`, `export * from 'x'`, `export * as a from 'x'`. */
export function readExportDeclaration(reading: Reading, node: ts.ExportDeclaration): void {
  if (!isTopLevel(reading)) return
  const from = textOf(node.moduleSpecifier)
  const clause = node.exportClause
  const base = { binding: -1, value: -1, typeOnly: node.isTypeOnly }
  if (clause?.kind === NamedExports) {
    for (const { name, propertyName, isTypeOnly } of (clause as ts.NamedExports).elements) {
      const imported = (propertyName ?? name).text
      const fact: ExportFact = { name: name.text, ...base, typeOnly: base.typeOnly || isTypeOnly }
      if (from === undefined) reading.exportLocal(fact, imported)
      else reading.exports.push({ ...fact, from, imported })
    }
    // `export {} from 'x'` exports nothing, but runs the module.
    if (from !== undefined && !(clause as ts.NamedExports).elements.length) {
      reading.imports.push({ from, name: '', binding: -1, typeOnly: node.isTypeOnly, start: reading.startOf(node), end: node.end })
    }
    return
  }
  if (from === undefined) return
  const name = clause ? (clause as ts.NamespaceExport).name.text : '*'
  reading.exports.push({ name, ...base, from, imported: '*' })
}

/** `export default expression` and `export = expression`. */
export function readExportAssignment(reading: Reading, node: ts.ExportAssignment, parent: NodeId, into: NodeId[]): void {
  const statement = { kind: 'expression' as const, start: reading.startOf(node), end: node.end, parent, value: -1 }
  const id = reading.add(statement)
  into.push(id)
  statement.value = readExpression(reading, node.expression, id)
  if (isTopLevel(reading)) reading.exports.push({ name: 'default', binding: -1, value: statement.value, typeOnly: false })
}

/** `module.exports = x`, `module.exports.a = x`, `exports.a = x`. */
export function noteCommonExport(reading: Reading, { operator, target, value }: AssignNode): void {
  if (operator !== '=' || reading.scope.function !== 0) return
  const { nodes } = reading
  const to = nodes[target]!
  if (to.kind !== 'member') return
  const object = nodes[to.object]!
  if (object.kind === 'name') {
    if (object.name === 'exports') reading.exportCommon({ name: to.name, binding: -1, value, typeOnly: false }, object)
    if (object.name !== 'module' || to.name !== 'exports') return
    reading.exportCommon({ name: 'default', binding: -1, value, typeOnly: false }, object)
    const whole = nodes[value]!
    if (whole.kind !== 'object') return
    for (const { key, value: part } of whole.properties) {
      if (key !== undefined) reading.exportCommon({ name: key, binding: -1, value: part, typeOnly: false }, object)
    }
    return
  }
  if (object.kind !== 'member' || object.name !== 'exports') return
  const root = nodes[object.object]!
  if (root.kind !== 'name' || root.name !== 'module') return
  reading.exportCommon({ name: to.name, binding: -1, value, typeOnly: false }, root)
}
