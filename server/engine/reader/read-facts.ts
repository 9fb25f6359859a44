import ts from 'typescript'
import { factsVersion, type FileFacts, type Language, type ModuleNode } from '../facts.ts'
import { readStatement } from './dispatch.ts'
import { Reading } from './reading.ts'
import { readSuppressions } from './suppressions.ts'
import { readDirectives } from './syntax.ts'
// Each of these says to `dispatch.ts` how its kinds are read.
import './declarations.ts'
import './expressions.ts'
import './jsx.ts'
import './literals.ts'
import './operators.ts'
import './statements.ts'
import './types.ts'

const tooDeep = 'This code is nested too deeply to be read.'

const scriptKinds: Record<Language, ts.ScriptKind> = {
  ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX, js: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX,
}

/** The language a path's ending tells; undefined for what is not read, such as declarations of style sheets. */
export function languageOf(path: string): Language | undefined {
  if (/\.d\.[^./\\]+\.[cm]?ts$/i.test(path)) return undefined
  switch (/\.([cm]?[jt]s|[jt]sx)$/i.exec(path)?.[1]?.toLowerCase()) {
    case 'ts': case 'mts': case 'cts': return 'ts'
    case 'js': case 'mjs': case 'cjs': return 'js'
    case 'tsx': return 'tsx'
    case 'jsx': return 'jsx'
    default: return undefined
  }
}

/** The facts of one file. Never throws, whatever the text is. */
export function readFacts(text: string, language: Language): FileFacts {
  const source = parse(text, language)
  return source ? factsOf(source, language) : emptyFacts(text, language)
}

/** Reads one open document again and again; each time only what its edit touched is parsed. */
export class FactsReader {
  private readonly language: Language
  private text: string
  private source: ts.SourceFile | undefined
  /** Those of the latest text. */
  facts: FileFacts

  constructor(text: string, language: Language) {
    this.language = language
    this.text = text
    this.source = parse(text, language)
    this.facts = this.read()
  }

  /** Replaces `removedLength` characters at `start`. */
  edit(start: number, removedLength: number, insertedText: string): FileFacts {
    const { text, source } = this
    const from = Math.min(Math.max(start, 0), text.length)
    const to = Math.min(from + Math.max(removedLength, 0), text.length)
    this.text = text.slice(0, from) + insertedText + text.slice(to)
    // The old tree is consumed by its update, also by one that fails half-way.
    this.source = undefined
    const span = { start: from, length: to - from }
    this.source = source && update(source, this.text, { span, newLength: insertedText.length })
    this.source ??= parse(this.text, this.language)
    this.facts = this.read()
    return this.facts
  }

  /** Takes the document's new text as a whole and finds out itself where it changed. */
  update(newText: string): FileFacts {
    const { text } = this
    if (newText === text) return this.facts
    const shorter = Math.min(text.length, newText.length)
    let start = 0
    while (start < shorter && text.charCodeAt(start) === newText.charCodeAt(start)) start++
    let tail = 0
    while (tail < shorter - start
      && text.charCodeAt(text.length - 1 - tail) === newText.charCodeAt(newText.length - 1 - tail)) tail++
    return this.edit(start, text.length - tail - start, newText.slice(start, newText.length - tail))
  }

  private read(): FileFacts {
    return this.source ? factsOf(this.source, this.language) : emptyFacts(this.text, this.language)
  }
}

function parse(text: string, language: Language): ts.SourceFile | undefined {
  try {
    return ts.createSourceFile(
      `file.${language}`, text,
      { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
      false, scriptKinds[language],
    )
  } catch {
    // The stack ends before such nesting does.
    return undefined
  }
}

function update(source: ts.SourceFile, text: string, change: ts.TextChangeRange): ts.SourceFile | undefined {
  try {
    return ts.updateSourceFile(source, text, change)
  } catch {
    return undefined
  }
}

function factsOf(source: ts.SourceFile, language: Language): FileFacts {
  const { text, statements } = source
  const reading = new Reading(source)
  const module: ModuleNode = { kind: 'module', start: 0, end: text.length, parent: -1, body: [] }
  reading.add(module)
  const syntaxErrors = syntaxErrorsOf(source)
  for (const statement of statements) {
    const mark = reading.mark()
    const count = module.body.length
    try {
      readStatement(reading, statement, 0, module.body)
    } catch (error) {
      // A fault of ours must not take the rest of the file along; the tests look for its message.
      const message = error instanceof RangeError ? tooDeep : `This code could not be read: ${error}`
      reading.restore(mark)
      module.body.length = count
      syntaxErrors.push({ message, start: reading.startOf(statement) })
    }
  }
  reading.finish()
  return {
    version: factsVersion,
    language,
    nodes: reading.nodes,
    bindings: reading.bindings,
    imports: reading.imports,
    exports: reading.exports,
    lineStarts: lineStartsOf(text),
    directives: readDirectives(statements),
    suppressions: readSuppressions(source),
    syntaxErrors,
    shebang: hasShebang(text),
  }
}

function emptyFacts(text: string, language: Language): FileFacts {
  return {
    version: factsVersion,
    language,
    nodes: [{ kind: 'module', start: 0, end: text.length, parent: -1, body: [] }],
    bindings: [], imports: [], exports: [],
    lineStarts: lineStartsOf(text),
    directives: [], suppressions: [],
    syntaxErrors: [{ message: tooDeep, start: 0 }],
    shebang: hasShebang(text),
  }
}

function syntaxErrorsOf(source: ts.SourceFile): FileFacts['syntaxErrors'] {
  // The parser's own list is not in its typings; a program would add nothing to it here.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }
  return parseDiagnostics.map(({ messageText, start }) => ({ message: ts.flattenDiagnosticMessageText(messageText, ' '), start }))
}

function hasShebang(text: string): boolean {
  return text.startsWith('#!')
}

/** Lines end as editors end them: `\n`, `\r\n` or `\r`, and not at the separators only JavaScript knows. */
function lineStartsOf(text: string): number[] {
  const starts = [0]
  const hasReturns = text.includes('\r')
  if (!hasReturns) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    return starts
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1)
  }
  return starts
}
