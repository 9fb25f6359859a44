/**
 * Plants defects into sound code, the way they come about: an `include` is forgotten, a query for a list becomes one
 * per element, a query moves behind a helper. What was planted is known, so that a miss is a miss.
 */
import ts from 'typescript'
import type { Files } from '../kit/workspace.ts'

export interface Planted {
  how: Planting
  files: Files
  /** Where the planted query is repeated: the lines (from 1) of the loop in that file. */
  path: string
  first: number
  last: number
}

export type Planting = 'forgotten relation' | 'list split into a loop' | 'list split into promises' | 'behind a helper' | 'behind a helper in another file' | 'behind a class'

interface Edit { start: number; end: number; text: string }

/** Every defect that can be planted into one of the files; each alone. */
export function plant(files: Files, path: string): Planted[] {
  const text = files.get(path)!
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const planted: Planted[] = []
  const add = (how: Planting, edits: Edit[], more: [string, string][] = []): void => {
    const { result, first, last } = applied(text, edits)
    planted.push({ how, files: new Map([...files, ...more, [path, result]]), path, first, last })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node)) {
      for (const edits of split(source, node)) {
        add('list split into a loop', edits.loop)
        add('list split into promises', edits.promises)
      }
    }
    if (ts.isCallExpression(node)) {
      const edits = forgotten(source, node)
      if (edits) add('forgotten relation', edits)
    }
    if (ts.isAwaitExpression(node)) for (const { how, edits, more } of moved(source, node, path)) add(how, edits, more)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return planted
}

// --- A list of keys becomes a query for each key ---------------------------------------------------------------------

/** `{ in: ids }`, `{ $in: ids }`, `In(ids)`, `inArray(column, ids)`, `.whereIn('id', ids)`, `.where('id', 'in', ids)`. */
function split(source: ts.SourceFile, call: ts.CallExpression | ts.TaggedTemplateExpression): { loop: Edit[]; promises: Edit[] }[] {
  const whole = statementOf(call)
  if (!whole) return []
  const { statement, name } = whole
  const list = keyList(source, call)
  if (!list || insideRepetition(statement)) return []
  const query = whole.awaited
  const one = rewritten(source, query, list.edits)
  const each = list.list.getText(source)
  const rows = name ? `const ${name}: any[] = []\n  ` : ''
  const keep = name ? `${name}.push(await ${one})` : `await ${one}`
  const at = { start: statement.getStart(source), end: statement.getEnd() }
  return [{
    loop: [{ ...at, text: `${rows}for (const plantedKey of ${each}) {\n    ${keep}\n  }` }],
    promises: [{ ...at, text: `${name ? `const ${name}: any = ` : ''}await Promise.all(${each}.map((plantedKey: any) => ${one}))` }],
  }]
}

const listOperators = new Set(['in', '$in', '[Op.in]'])
const listCalls: Record<string, string> = { inArray: 'eq', whereIn: 'where' }

/** The one list of keys inside a call, with the edits that make it one key. */
function keyList(source: ts.SourceFile, call: ts.Node): { list: ts.Expression; edits: Edit[] } | undefined {
  const found: { list: ts.Expression; edits: Edit[] }[] = []
  const replace = (node: ts.Node, text: string): Edit => ({ start: node.getStart(source), end: node.getEnd(), text })
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return
    if (ts.isPropertyAssignment(node) && listOperators.has(node.name.getText(source)) && isList(node.initializer)) {
      found.push({ list: node.initializer, edits: [replace(node.parent, 'plantedKey')] })
      return
    }
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression
      const [first, second, third] = node.arguments
      const name = callee.getText(source)
      if (name === 'In' && first && isList(first)) found.push({ list: first, edits: [replace(node, 'plantedKey')] })
      else if (name in listCalls && second && isList(second)) found.push({ list: second, edits: [replace(callee, listCalls[name]!), replace(second, 'plantedKey')] })
      else if (name === 'where' && second?.getText(source) === "'in'" && third && isList(third)) found.push({ list: third, edits: [replace(second, "'='"), replace(third, 'plantedKey')] })
    }
    ts.forEachChild(node, visit)
  }
  visit(call)
  return found.length === 1 ? found[0] : undefined
}

/** Not a list that is written out: a query for each of three names is no defect. */
const isList = (node: ts.Expression): boolean => !ts.isArrayLiteralExpression(node) || node.elements.some((it) => ts.isSpreadElement(it))

// --- A relation is forgotten and asked for per row --------------------------------------------------------------------

const relationProperties = new Set(['include', 'with'])
const single: Record<string, string> = { findMany: 'findFirst' }

/** `findMany({ include: { author: true } })` without the include, and a query for each row. */
function forgotten(source: ts.SourceFile, call: ts.CallExpression): Edit[] | undefined {
  const whole = statementOf(call)
  const method = ts.isPropertyAccessExpression(call.expression) ? call.expression : undefined
  const model = method && ts.isPropertyAccessExpression(method.expression) ? method.expression : undefined
  const one = method && single[method.name.text]
  const [argument] = call.arguments
  if (!whole?.name || !method || !model || !one || !argument || !ts.isObjectLiteralExpression(argument) || insideRepetition(whole.statement)) return undefined
  const property = argument.properties.find((it): it is ts.PropertyAssignment => ts.isPropertyAssignment(it) && relationProperties.has(it.name.getText(source)))
  const relation = property && ts.isObjectLiteralExpression(property.initializer) ? property.initializer.properties[0] : undefined
  if (!property || !relation?.name) return undefined
  const client = model.expression.getText(source)
  const name = relation.name.getText(source)
  const end = whole.statement.getEnd()
  const where = property.name.getText(source) === 'with' ? `{ where: { id: plantedRow.${name}Id } as any }` : `{ where: { id: plantedRow.${name}Id } }`
  return [
    { start: property.getStart(source), end: property.getEnd(), text: '' },
    { start: end, end, text: `\n  for (const plantedRow of ${whole.name} as any[]) {\n    plantedRow.${name} = await ${client}.${name}.${one}(${where})\n  }` },
  ]
}

// --- A query moves behind a helper --------------------------------------------------------------------------------------

/** `await query(element)` in a repetition becomes `await planted(element)`. */
function moved(source: ts.SourceFile, node: ts.AwaitExpression, path: string): { how: Planting; edits: Edit[]; more?: [string, string][] }[] {
  const query = node.expression
  if (!ts.isCallExpression(query) || !insideRepetition(node) || hasFunction(query)) return []
  const free = freeNames(query)
  const local = free.filter((it) => isLocal(it))
  const outer = free.filter((it) => !isLocal(it)).map((it) => it.text)
  if (local.length === 0 || usesThis(query)) return []
  const names = [...new Set(local.map((it) => it.text))]
  const text = query.getText(source)
  const parameters = names.map((name) => `${name}: any`).join(', ')
  const call = (callee: string): Edit => ({ start: query.getStart(source), end: query.getEnd(), text: `${callee}(${names.join(', ')})` })
  const end = source.getEnd()
  const forms: { how: Planting; edits: Edit[]; more?: [string, string][] }[] = [
    { how: 'behind a helper', edits: [call('plantedLoad'), { start: end, end, text: `\n\nasync function plantedLoad(${parameters}) {\n  const found = await ${text}\n  return found\n}\n` }] },
    { how: 'behind a class', edits: [call('new PlantedLoader().load'), { start: end, end, text: `\n\nclass PlantedLoader {\n  async load(${parameters}) {\n    return ${text}\n  }\n}\n` }] },
  ]
  const imports = source.statements.filter(ts.isImportDeclaration)
  const imported = new Set(imports.flatMap((it) => importedNames(it)))
  // A client of the file itself would have to be exported first.
  if (outer.every((name) => imported.has(name) || !declaredAtTop(source, name))) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
    const body = `${imports.map((it) => it.getText(source)).join('\n')}\n\nexport const plantedLoad = async (${parameters}) => ${text}\n`
    forms.push({
      how: 'behind a helper in another file', more: [[`${folder}planted-load.ts`, body]],
      edits: [call('plantedLoad'), { start: 0, end: 0, text: "import { plantedLoad } from './planted-load'\n" }],
    })
  }
  return forms
}

/** Names that an expression uses and does not declare itself; not those of members and properties. */
function freeNames(node: ts.Node): ts.Identifier[] {
  const names: ts.Identifier[] = []
  const visit = (it: ts.Node): void => {
    if (ts.isIdentifier(it)) {
      const { parent } = it
      const isName = (ts.isPropertyAccessExpression(parent) && parent.name === it) || (ts.isPropertyAssignment(parent) && parent.name === it) || ts.isTypeReferenceNode(parent)
      if (!isName) names.push(it)
    }
    ts.forEachChild(it, visit)
  }
  visit(node)
  return names
}

/** Declared in a function (or a loop) around it, rather than by the module or by the language. */
function isLocal(name: ts.Identifier): boolean {
  for (let at: ts.Node = name; at.parent; at = at.parent) {
    const scope = at.parent
    if (ts.isSourceFile(scope)) return false
    if (ts.isFunctionLike(scope) && scope.parameters.some((it) => binds(it.name, name.text))) return true
    if (ts.isForOfStatement(scope) && ts.isVariableDeclarationList(scope.initializer) && scope.initializer.declarations.some((it) => binds(it.name, name.text))) return true
    if (ts.isBlock(scope) && scope.statements.some((it) => ts.isVariableStatement(it) && it.declarationList.declarations.some((each) => binds(each.name, name.text)))) return true
  }
  return false
}

const binds = (pattern: ts.BindingName, name: string): boolean =>
  ts.isIdentifier(pattern) ? pattern.text === name : pattern.elements.some((it) => ts.isBindingElement(it) && binds(it.name, name))

const declaredAtTop = (source: ts.SourceFile, name: string): boolean =>
  source.statements.some((it) => (ts.isVariableStatement(it) && it.declarationList.declarations.some((each) => binds(each.name, name)))
    || ((ts.isFunctionDeclaration(it) || ts.isClassDeclaration(it)) && it.name?.text === name))

function importedNames(node: ts.ImportDeclaration): string[] {
  const clause = node.importClause
  const bindings = clause?.namedBindings
  const named = !bindings ? [] : ts.isNamespaceImport(bindings) ? [bindings.name.text] : bindings.elements.map((it) => it.name.text)
  return [...clause?.name ? [clause.name.text] : [], ...named]
}

const contains = (node: ts.Node, is: (it: ts.Node) => boolean): boolean => is(node) || (ts.forEachChild(node, (it) => contains(it, is) || undefined) ?? false)
const hasFunction = (node: ts.Node): boolean => contains(node, (it) => ts.isFunctionLike(it) || ts.isAwaitExpression(it))
const usesThis = (node: ts.Node): boolean => contains(node, (it) => it.kind === ts.SyntaxKind.ThisKeyword)

// --- Around a query -------------------------------------------------------------------------------------------------------

/** The statement that awaits a call and nothing else, with the name that it gives the result. */
function statementOf(call: ts.Node): { statement: ts.Statement; name: string | undefined; awaited: ts.Expression } | undefined {
  let at = call
  while (ts.isPropertyAccessExpression(at.parent) || (ts.isCallExpression(at.parent) && at.parent.expression === at)) at = at.parent
  if (at !== call || !ts.isAwaitExpression(at.parent)) return undefined
  const { parent } = at.parent
  if (ts.isExpressionStatement(parent)) return { statement: parent, name: undefined, awaited: at as ts.Expression }
  const list = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && ts.isVariableDeclarationList(parent.parent) ? parent.parent : undefined
  if (!list || list.declarations.length !== 1) return undefined
  const statement = list.parent
  return ts.isVariableStatement(statement) ? { statement, name: list.declarations[0]!.name.getText(), awaited: at as ts.Expression } : undefined
}

const perElement = new Set(['map', 'forEach', 'flatMap', 'filter', 'reduce', 'some', 'every'])

function insideRepetition(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at
    if (ts.isForOfStatement(parent) && parent.statement === at) return true
    if (ts.isIterationStatement(parent, false) && !ts.isForOfStatement(parent)) return true
    if (!ts.isFunctionLike(parent)) continue
    const call = parent.parent
    const isCallback = ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression) && perElement.has(call.expression.name.text)
    return isCallback
  }
  return false
}

function rewritten(source: ts.SourceFile, node: ts.Node, edits: Edit[]): string {
  const start = node.getStart(source)
  let text = node.getText(source)
  for (const edit of [...edits].sort((a, b) => b.start - a.start)) text = text.slice(0, edit.start - start) + edit.text + text.slice(edit.end - start)
  return text
}

/** The text with the edits, and the lines of the first edit that is not at the file's very beginning or end. */
function applied(text: string, edits: Edit[]): { result: string; first: number; last: number } {
  const sorted = [...edits].sort((a, b) => a.start - b.start)
  const main = edits.find((it) => it.text.includes('planted')) ?? edits[0]!
  let result = ''
  let at = 0
  let start = 0
  let end = 0
  for (const edit of sorted) {
    result += text.slice(at, edit.start)
    if (edit === main) start = result.length
    result += edit.text
    if (edit === main) end = result.length
    at = edit.end
  }
  result += text.slice(at)
  const line = (offset: number): number => result.slice(0, offset).split('\n').length
  return { result, first: line(start), last: line(end) }
}
