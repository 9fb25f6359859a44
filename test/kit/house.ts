/** The house as a test can see it: its files, what they import, and the invariants that the imports keep. */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ignore from 'ignore'
import ts from 'typescript'

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Every file that belongs to the project, relative to its root, with `/`. */
export function projectFiles(): string[] {
  const ignored = ignore().add(fs.readFileSync(path.join(projectRoot, '.gitignore'), 'utf8'))
  const walk = (folder: string): string[] =>
    fs.readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = folder ? `${folder}/${entry.name}` : entry.name
      if (entry.name === '.git' || ignored.ignores(entry.isDirectory() ? `${file}/` : file)) return []
      if (entry.isDirectory()) return walk(file)
      return entry.isFile() ? [file] : []
    })
  return walk('')
}

export interface Import {
  /** The importing file, relative to the root. */
  file: string
  line: number
  /** As written. */
  from: string
  /** The imported file relative to the root, for imports that are written as a path; else undefined. */
  target: string | undefined
  typeOnly: boolean
}

/** Every way in which one module names another: imports, re-exports, `import()`, `require()` and import types. */
export function importsOf(file: string, text: string): Import[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []

  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    const from = specifier.text
    const target = from.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(file), from)) : undefined
    imports.push({ file, line: tree.getLineAndCharacterOfPosition(specifier.getStart(tree)).line + 1, from, target, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) add(node.moduleReference.expression, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || isRequire(node.expression))) add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return imports
}

const isRequire = (callee: ts.Expression) => ts.isIdentifier(callee) && callee.text === 'require'

export interface Invariant {
  says: string
  why: string
  /** The files that it binds, as the start of their paths. */
  binds: string[]
  breaks(it: Import): boolean
}

const inside = (file: string | undefined, ...folders: string[]) =>
  folders.some((folder) => file !== undefined && (folder.endsWith('/') ? file.startsWith(folder) : file === folder))
const isPackage = (it: Import, ...names: string[]) =>
  it.target === undefined && names.some((name) => it.from === name || it.from.startsWith(`${name}/`))
const isNode = (it: Import) => it.from.startsWith('node:')
const isEditor = (it: Import) => it.target === undefined && /^vscode($|-|\/)|^@vscode\//.test(it.from)

const protocolPackages = ['vscode-languageserver', 'vscode-languageserver-protocol', 'vscode-jsonrpc']
const shellPackages = ['commander']
const parsers = ['typescript', 'pgsql-ast-parser', '@mrleebo/prisma-ast', 'oxc-parser', '@babel/parser', 'acorn', '@typescript-eslint/parser']
const knowledge = ['rules/queries/', 'rules/caching/', 'rules/connections/', 'rules/background/', 'rules/resilience/']

export const invariants: Invariant[] = [
  {
    says: 'Rules, recipes, libraries and the engine touch no disk, no clock, no network and no process.',
    why: 'A pure function of its input gives the same answer in the editor, the command line and a test, and can move into a worker or a browser.',
    binds: ['rules/', 'server/engine/'],
    breaks: isNode,
  },
  {
    says: 'Rules, recipes, libraries, the engine, the workspace and the reports know no editor and no protocol.',
    why: 'One engine serves every editor, shell and agent; a word of one of them in here would be translated by all others.',
    binds: ['rules/', 'server/engine/', 'server/workspace/', 'server/reports/'],
    breaks: isEditor,
  },
  {
    says: 'Only server/language-server.ts and server/protocol/ speak LSP.',
    why: 'The protocol changes by its own calendar, and a change of it should be read in one folder.',
    binds: ['server/'],
    breaks: (it) => isPackage(it, ...protocolPackages) && !inside(it.file, 'server/language-server.ts', 'server/protocol/'),
  },
  {
    says: 'Only server/command-line.ts and server/commands/ speak to shells.',
    why: 'Flags and exit codes are a contract, kept where it can be read at once.',
    binds: ['server/'],
    breaks: (it) => isPackage(it, ...shellPackages) && !inside(it.file, 'server/command-line.ts', 'server/commands/'),
  },
  {
    says: 'A compiler or parser package is imported only in server/engine and rules/kit.',
    why: 'These are the files that a move to another parser touches; everything else reads facts.',
    binds: ['rules/', 'server/', 'client/'],
    breaks: (it) => isPackage(it, ...parsers) && !inside(it.file, 'server/engine/', 'rules/kit/'),
  },
  {
    says: 'rules/ imports nothing from outside of rules/.',
    why: 'What we know must not depend on how it is found or shown.',
    binds: ['rules/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'rules/'),
  },
  {
    says: 'rules/kit imports nothing of rules/ but itself.',
    why: 'The words come first; a word that needs a rule or a library is not a word.',
    binds: ['rules/kit/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'rules/kit/'),
  },
  {
    says: 'A rule imports recipes and the kit: no library, no framework, no other rule.',
    why: 'A rule that names a library works for that one only; if it must, the kit lacks a word.',
    binds: knowledge,
    breaks: (it) => it.target !== undefined && !inside(it.target, 'rules/kit/', 'rules/fixes/'),
  },
  {
    says: 'A recipe imports recipes and the kit: no rule, no library.',
    why: 'A recipe is chosen by rules and worded by libraries, so that it serves more than one of each.',
    binds: ['rules/fixes/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'rules/kit/', 'rules/fixes/'),
  },
  {
    says: 'A library or framework imports the kit and its like: no rule, no recipe.',
    why: 'It is data that anybody can check against the makers\' documentation without knowing what we do with it.',
    binds: ['rules/libraries/', 'rules/frameworks/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'rules/kit/', 'rules/libraries/', 'rules/frameworks/'),
  },
  {
    says: 'server/engine imports rules and itself.',
    why: 'The workspace feeds the engine and the reports read it; neither may leak back into what must stay pure.',
    binds: ['server/engine/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'server/engine/', 'rules/'),
  },
  {
    says: 'server/workspace imports the engine, rules and itself.',
    why: 'It knows files and settings; how findings are shown and asked for is no business of it.',
    binds: ['server/workspace/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'server/workspace/', 'server/engine/', 'rules/'),
  },
  {
    says: 'server/reports imports the workspace\'s and engine\'s results, rules and itself.',
    why: 'A report is a function from a scan to text, so that every door prints the same.',
    binds: ['server/reports/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'server/reports/', 'server/workspace/', 'server/engine/', 'rules/'),
  },
  {
    says: 'client imports server/messages and nothing else of the server, no rule and no engine.',
    why: 'The extension only starts, asks and shows; it stays small, and every other editor gets what it gets.',
    binds: ['client/'],
    breaks: (it) => it.target !== undefined && !inside(it.target, 'client/', 'server/messages.ts'),
  },
  {
    says: 'The product imports nothing of test/, bench/, scripts/ or samples/.',
    why: 'What is not shipped cannot be needed.',
    binds: ['rules/', 'server/', 'client/'],
    breaks: (it) => inside(it.target, 'test/', 'bench/', 'scripts/', 'samples/'),
  },
]

/** What these imports break, each as one message that names the place, the invariant and its reason. */
export function broken(imports: Import[]): string[] {
  return imports.flatMap((it) =>
    invariants
      .filter((invariant) => inside(it.file, ...invariant.binds) && invariant.breaks(it))
      .map((invariant) => `${it.file}:${it.line} imports ${it.from}\n  ${invariant.says}\n  ${invariant.why}`))
}
