/**
 * Prisma's schema language, as far as models and relations go. Every line stands alone: a line that is not understood
 * is named and left out, the rest is read.
 */

export interface PrismaBlock {
  kind: string
  name: string
  line: number
  fields: PrismaField[]
  /** `@@id([a, b])` … */
  attributes: PrismaAttribute[]
  /** `provider = "postgresql"`, in datasources and generators. */
  values: Map<string, PrismaValue>
  start: number
  /** The closing brace, where it begins a line; that line's start. */
  close: number | undefined
  newline: '\n' | '\r\n'
}

export interface PrismaField { name: string; type: string; list: boolean; optional: boolean; attributes: PrismaAttribute[]; line: number }
export interface PrismaAttribute { name: string; arguments: { name: string | undefined; value: PrismaValue }[] }
export type PrismaValue =
  | { kind: 'text'; text: string }
  | { kind: 'word'; text: string; arguments?: PrismaAttribute['arguments'] }
  | { kind: 'list'; items: PrismaValue[] }

export interface PrismaFile { blocks: PrismaBlock[]; errors: { message: string; line: number }[] }

interface Token { kind: 'word' | 'text' | 'mark' | 'line' | 'end' | 'wrong'; text: string; line: number; atLineStart: boolean; start: number }

const lexemes = /[ \t\r\uFEFF]+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|(?<line>\n)|"(?<text>(?:[^"\\\n]|\\.)*)"|(?<word>[\p{L}\p{N}_$.+-]+)|(?<mark>@@|[@{}()[\],:=?!])|(?<wrong>[^])/gu

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  let line = 1
  let lineStart = 0
  for (const match of text.matchAll(lexemes)) {
    const groups = match.groups!
    for (const kind of ['line', 'text', 'word', 'mark', 'wrong'] as const) {
      const found = groups[kind]
      if (found !== undefined) tokens.push({ kind, text: found, line, atLineStart: match.index === lineStart, start: match.index })
    }
    for (let at = match[0].indexOf('\n'); at >= 0; at = match[0].indexOf('\n', at + 1)) {
      line++
      lineStart = match.index + at + 1
    }
  }
  tokens.push({ kind: 'end', text: '', line, atLineStart: true, start: text.length })
  return tokens
}

class Wrong extends Error {}

/** Never throws. */
export const parsePrisma = (text: string): PrismaFile => new PrismaParser(tokensOf(text), text.includes('\r\n') ? '\r\n' : '\n').file()

const blockKinds = new Set(['model', 'view', 'type', 'enum', 'datasource', 'generator'])

class PrismaParser {
  readonly #tokens: Token[]
  readonly #newline: PrismaBlock['newline']
  readonly #errors: PrismaFile['errors'] = []
  #at = 0

  constructor(tokens: Token[], newline: PrismaBlock['newline']) {
    this.#tokens = tokens
    this.#newline = newline
  }

  file(): PrismaFile {
    const blocks: PrismaBlock[] = []
    while (this.#skipLines().kind !== 'end') {
      try {
        blocks.push(this.#block())
      } catch (error) {
        this.#recover(error, false)
      }
    }
    return { blocks, errors: this.#errors }
  }

  get #token(): Token {
    return this.#tokens[this.#at]!
  }

  #skipLines(): Token {
    while (this.#token.kind === 'line') this.#at++
    return this.#token
  }

  /** Notes the error and goes on behind the line, or where the block around it ends. */
  #recover(error: unknown, inBlock: boolean): void {
    if (!(error instanceof Wrong)) throw error
    this.#errors.push({ message: error.message, line: this.#token.line })
    while (this.#token.kind !== 'line' && this.#token.kind !== 'end' && !(inBlock && this.#token.text === '}')) this.#at++
  }

  #wrong(expected: string): Wrong {
    const { kind, text } = this.#token
    const found = kind === 'line' ? 'the end of the line' : kind === 'end' ? 'the end of the file' : `“${text}”`
    return new Wrong(`${expected} is expected before ${found}.`)
  }

  #take(kind: Token['kind'], expected: string, text?: string): string {
    const token = this.#token
    if (token.kind !== kind || (text !== undefined && token.text !== text)) throw this.#wrong(expected)
    this.#at++
    return token.text
  }

  #takeIf(mark: string): boolean {
    const isThere = this.#token.kind === 'mark' && this.#token.text === mark
    if (isThere) this.#at++
    return isThere
  }

  /** A block that was never closed ends where the next one starts. */
  #startsBlock(): boolean {
    const [word, name, brace] = this.#tokens.slice(this.#at, this.#at + 3)
    return word!.kind === 'word' && word!.atLineStart && blockKinds.has(word!.text) && name?.kind === 'word' && brace?.text === '{'
  }

  #block(): PrismaBlock {
    const { line, start } = this.#token
    const kind = this.#take('word', 'A block such as “model”')
    const name = this.#take('word', `The name of the ${kind}`)
    this.#take('mark', '“{”', '{')
    const block: PrismaBlock = { kind, name, line, fields: [], attributes: [], values: new Map(), start, close: undefined, newline: this.#newline }
    for (;;) {
      const token = this.#skipLines()
      if (this.#takeIf('}')) {
        const before = this.#tokens[this.#at - 2]!
        if (before.kind === 'line') block.close = before.start + 1
        return block
      }
      if (token.kind === 'end' || this.#startsBlock()) {
        this.#errors.push({ message: `The ${kind} ${name} is not closed with “}”.`, line })
        return block
      }
      try {
        this.#member(block)
      } catch (error) {
        this.#recover(error, true)
      }
    }
  }

  #member(block: PrismaBlock): void {
    if (this.#takeIf('@@')) {
      block.attributes.push(this.#attribute())
      return this.#endOfLine()
    }
    const { line } = this.#token
    const name = this.#take('word', 'A name')
    if (this.#takeIf('=')) {
      block.values.set(name, this.#value())
      return this.#endOfLine()
    }
    if (block.kind === 'enum') {
      this.#attributes()
      return this.#endOfLine()
    }
    const type = this.#take('word', `The type of ${name}`)
    if (type === 'Unsupported') this.#arguments()
    const field: PrismaField = { name, type, list: false, optional: false, attributes: [], line }
    if (this.#takeIf('[')) {
      this.#take('mark', '“]”', ']')
      field.list = true
    }
    if (this.#takeIf('?')) field.optional = true
    // What is left of the line may be wrong; the field itself is understood.
    block.fields.push(field)
    field.attributes.push(...this.#attributes())
    this.#endOfLine()
  }

  #endOfLine(): void {
    const { kind, text } = this.#token
    if (kind !== 'line' && kind !== 'end' && text !== '}') throw this.#wrong('The end of the line')
  }

  #attributes(): PrismaAttribute[] {
    const attributes: PrismaAttribute[] = []
    while (this.#takeIf('@')) attributes.push(this.#attribute())
    return attributes
  }

  #attribute(): PrismaAttribute {
    const name = this.#take('word', 'The name of an attribute')
    return { name, arguments: this.#token.text === '(' && this.#token.kind === 'mark' ? this.#arguments() : [] }
  }

  #arguments(): PrismaAttribute['arguments'] {
    this.#take('mark', '“(”', '(')
    const found: PrismaAttribute['arguments'] = []
    while (this.#skipLines() && !this.#takeIf(')')) {
      const isNamed = this.#token.kind === 'word' && this.#tokens[this.#at + 1]?.text === ':'
      const name = isNamed ? this.#take('word', 'A name') : undefined
      if (isNamed) this.#at++
      found.push({ name, value: this.#value() })
      this.#skipLines()
      if (!this.#takeIf(',') && this.#token.text !== ')') throw this.#wrong('“,” or “)”')
    }
    return found
  }

  #value(): PrismaValue {
    const token = this.#skipLines()
    if (token.kind === 'text') {
      this.#at++
      return { kind: 'text', text: token.text }
    }
    if (this.#takeIf('[')) {
      const items: PrismaValue[] = []
      while (this.#skipLines() && !this.#takeIf(']')) {
        items.push(this.#value())
        this.#skipLines()
        if (!this.#takeIf(',') && this.#token.text !== ']') throw this.#wrong('“,” or “]”')
      }
      return { kind: 'list', items }
    }
    const text = this.#take('word', 'A value')
    const isCall = this.#token.kind === 'mark' && this.#token.text === '('
    return isCall ? { kind: 'word', text, arguments: this.#arguments() } : { kind: 'word', text }
  }
}
