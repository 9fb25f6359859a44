/** How a file is written, so that what recipes add looks as if its author had written it. */
import type { Source } from '../source.ts'

export interface Style {
  indent: string
  quote: '\'' | '"'
  semicolon: '' | ';'
  newline: '\n' | '\r\n'
  /** A comma after the last of several lines. */
  trailingComma: '' | ','
  /** `{ a }` rather than `{a}`: what stands inside of the braces. */
  brace: '' | ' '
  /** `(a) => b` rather than `a => b`. */
  arrowParentheses: boolean
  /** How long lines may grow. */
  width: number
}

const styles = new WeakMap<Source, Style>()

/** Read off the file by majority; where it shows nothing, the most common style of the ecosystem. */
export function styleOf(source: Source): Style {
  let style = styles.get(source)
  if (!style) styles.set(source, style = read(source))
  return style
}

function read(source: Source): Style {
  const { text, facts } = source
  const quotes = { '\'': 0, '"': 0 }
  const indents = new Map<string, number>()
  let semicolons = 0, commas = 0, spaced = 0, parentheses = 0

  const quote = (at: number) => {
    const letter = text[at]
    if (letter === '\'' || letter === '"') quotes[letter]++
  }
  const end = (at: number) => { semicolons += text[at - 1] === ';' ? 1 : -1 }
  const indent = (outer: number, inner: number) => {
    const [around, inside] = [indentAt(text, outer), indentAt(text, inner)]
    if (!inside.startsWith(around) || inside === around) return
    const step = inside.slice(around.length)
    indents.set(step, (indents.get(step) ?? 0) + 1)
  }

  for (const fact of facts.imports) {
    if (fact.require || text[fact.end - 1] === ')') continue
    end(fact.end)
    quote(fact.end - (text[fact.end - 1] === ';' ? 2 : 1))
  }
  for (const node of facts.nodes) {
    if (node.kind === 'text') {
      if (facts.nodes[node.parent]?.kind !== 'jsx') quote(node.start)
    } else if (node.kind === 'declare') {
      end(node.statementEnd)
    } else if (node.kind === 'expression' || node.kind === 'return' || node.kind === 'throw') {
      end(node.end)
    } else if (node.kind === 'block') {
      const first = facts.nodes[node.body[0] ?? -1]
      if (first && first.start > node.start) indent(node.start, first.start)
    } else if (node.kind === 'object') {
      const first = node.properties[0]
      const last = node.properties.at(-1)
      if (!first || !last) continue
      const isLong = text.slice(node.start, first.start).includes('\n')
      if (isLong) commas += text.slice(last.end, node.end).includes(',') ? 1 : -1
      else if (node.start + 1 <= first.start) spaced += first.start > node.start + 1 ? 1 : -1
    } else if (node.kind === 'function' && node.how === 'arrow' && node.parameters.length === 1) {
      const parameter = facts.nodes[node.parameters[0]!]!
      const isPlain = parameter.kind === 'parameter' && parameter.binding >= 0 && parameter.type < 0 && parameter.fallback < 0
      const isBare = ['', 'async'].includes(text.slice(node.start, parameter.start).trim())
      if (isPlain) parentheses += isBare ? -1 : 1
    }
  }
  // Without a block or object, as in a file that only renders, any line that stands further in than the one before.
  if (indents.size === 0) for (let line = 1; line < facts.lineStarts.length; line++) indent(facts.lineStarts[line - 1]!, facts.lineStarts[line]!)
  const [step] = [...indents].sort((a, b) => b[1] - a[1])[0] ?? ['  ']
  return {
    indent: step,
    quote: quotes['"'] > quotes['\''] ? '"' : '\'',
    semicolon: semicolons > 0 ? ';' : '',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    trailingComma: commas >= 0 ? ',' : '',
    brace: spaced < 0 ? '' : ' ',
    arrowParentheses: parentheses >= 0,
    width: Math.min(Math.max(longestLine(source), 80), 120),
  }
}

function longestLine({ text, facts }: Source): number {
  const { lineStarts } = facts
  return lineStarts.reduce((longest, start, line) => {
    const end = lineStarts[line + 1] ?? text.length + 1
    return Math.max(longest, text.slice(start, end - 1).trimEnd().length)
  }, 0)
}

/** The blanks with which the line of an offset begins. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  let end = start
  while (text[end] === ' ' || text[end] === '\t') end++
  return text.slice(start, end)
}

/** A text in the file's quotes. */
export function quoted({ quote }: Style, text: string): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote
}

/** A short arrow function in the file's style: `user => user.id`. */
export function arrow({ arrowParentheses }: Style, parameter: string, body: string): string {
  const isBare = !arrowParentheses && !'{['.includes(parameter[0]!)
  return `${isBare ? parameter : `(${parameter})`} => ${body}`
}

/** `{ a: b }` in the file's style. */
export function braced({ brace }: Style, inside: string): string {
  return `{${brace}${inside}${brace}}`
}
