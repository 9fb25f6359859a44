/** The same code in another hand: a fix must follow the hand of the file that it edits. */
import ts from 'typescript'
import { applyEdits } from '../../server/engine/verify-edits.ts'
import type { TextEdit } from '../../rules/kit/rule.ts'
import type { Files } from './workspace.ts'

export interface Hand {
  name: string
  write(path: string, text: string): string
}

export const hands: readonly Hand[] = [
  { name: 'CRLF', write: (_, text) => text.replaceAll('\n', '\r\n') },
  { name: 'semicolons, double quotes and tabs', write: (path, text) => (isSource(path) ? withTabs(path, withSemicolons(path, text)) : text) },
]

export const inHand = (files: Files, hand: Hand): Files => new Map([...files].map(([path, text]) => [path, hand.write(path, text)]))

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path)

const parse = (path: string, text: string): ts.SourceFile => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)

const ended = new Set([
  ts.SyntaxKind.ImportDeclaration, ts.SyntaxKind.ImportEqualsDeclaration, ts.SyntaxKind.ExportAssignment, ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.ReturnStatement, ts.SyntaxKind.ThrowStatement, ts.SyntaxKind.BreakStatement,
  ts.SyntaxKind.ContinueStatement, ts.SyntaxKind.DoStatement, ts.SyntaxKind.TypeAliasDeclaration, ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.PropertySignature, ts.SyntaxKind.MethodSignature,
])

function withSemicolons(path: string, text: string): string {
  const source = parse(path, text)
  const edits: TextEdit[] = []
  const visit = (node: ts.Node): void => {
    const isExport = ts.isExportDeclaration(node)
    const isDeclared = ts.isFunctionDeclaration(node) && node.body === undefined
    // Members of a one-line type may be set apart by commas or by the end of the line alone.
    const isMember = ts.isPropertySignature(node) || ts.isMethodSignature(node)
    if (ended.has(node.kind) || isExport || isDeclared) {
      const last = text[node.end - 1]
      const endsLine = /^[ \t]*(\/\/.*)?$/.test(text.slice(node.end).split('\n')[0]!)
      if (last !== ';' && last !== ',' && (!isMember || endsLine)) edits.push({ start: node.end, end: node.end, text: ';' })
    }
    if (ts.isStringLiteral(node) && text[node.getStart(source)] === '\'' && !node.text.includes('"')) {
      edits.push({ start: node.getStart(source), end: node.end, text: `"${text.slice(node.getStart(source) + 1, node.end - 1).replaceAll('\\\'', '\'')}"` })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return applyEdits(text, edits)!
}

/** Two blanks of indentation become one tab, save inside of template literals. */
function withTabs(path: string, text: string): string {
  const source = parse(path, text)
  const inTemplate = new Set<number>()
  const visit = (node: ts.Node): void => {
    if (ts.isNoSubstitutionTemplateLiteral(node) || node.kind === ts.SyntaxKind.TemplateHead || node.kind === ts.SyntaxKind.TemplateMiddle || node.kind === ts.SyntaxKind.TemplateTail) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line
      const last = source.getLineAndCharacterOfPosition(node.end).line
      for (let line = first + 1; line <= last; line++) inTemplate.add(line)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return text.split('\n').map((line, index) => {
    if (inTemplate.has(index)) return line
    const blanks = /^ */.exec(line)![0].length
    return '\t'.repeat(blanks >> 1) + ' '.repeat(blanks & 1) + line.slice(blanks)
  }).join('\n')
}

/** The same code with a comment at the end of every line that ends a statement. */
export function withComments(files: Files): Files {
  return new Map([...files].map(([path, text]) => [path, isSource(path) ? commented(path, text) : text]))
}

function commented(path: string, text: string): string {
  const source = parse(path, text)
  const edits = new Map<number, TextEdit>()
  const visit = (node: ts.Node): void => {
    if (ts.isStatement(node) && !ts.isBlock(node)) {
      const end = text.indexOf('\n', node.end)
      if (end >= 0 && text.slice(node.end, end).trim() === '') edits.set(end, { start: end, end, text: ` // kept ${edits.size + 1}` })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return applyEdits(text, [...edits.values()])!
}
