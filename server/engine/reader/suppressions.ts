import ts from 'typescript'
import type { Suppression } from '../facts.ts'

const marker = 'crowdproof-ignore'
const { SingleLineCommentTrivia, MultiLineCommentTrivia, EndOfFileToken, LastToken } = ts.SyntaxKind

/** The `crowdproof-ignore…` comments of a file. Costs next to nothing in a file that never says the word. */
export function readSuppressions(source: ts.SourceFile): Suppression[] {
  const { text } = source
  const suppressions: Suppression[] = []
  let at = text.indexOf(marker)
  while (at !== -1) {
    const comment = commentAround(source, at)
    const suppression = comment && parseComment(text, comment.start, comment.end)
    if (suppression) suppressions.push(suppression)
    at = text.indexOf(marker, comment ? comment.end : at + marker.length)
  }
  return suppressions
}

/**
 * The comment that holds an offset. Comments lie between the tree's leaves; what lies there is only punctuation and
 * blanks, which the plain scanner reads correctly, while a whole file would need the parser's help (templates, JSX).
 */
function commentAround(source: ts.SourceFile, offset: number): { start: number; end: number } | undefined {
  let gapStart = 0
  let gapEnd = source.text.length
  let node: ts.Node | undefined = source
  while (node) {
    let next: ts.Node | undefined
    ts.forEachChild(node, child => {
      if (child.end <= offset && child.end > gapStart) gapStart = child.end
      else if (child.pos <= offset && offset < child.end) next ??= child
      else if (child.pos > offset && child.pos < gapEnd) gapEnd = child.pos
    })
    if (node.kind <= LastToken) {
      // A token's own text begins where the blanks and comments before it end.
      const start = node.getStart(source)
      if (start <= offset) return undefined
      gapEnd = Math.min(gapEnd, start)
    }
    if (next) {
      gapStart = next.pos
      gapEnd = next.end
    }
    node = next
  }
  return scanForComment(source, gapStart, gapEnd, offset)
}

function scanForComment(
  source: ts.SourceFile, from: number, to: number, offset: number,
): { start: number; end: number } | undefined {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, source.languageVariant, source.text, undefined, from, to - from)
  for (let kind = scanner.scan(); kind !== EndOfFileToken && scanner.getTokenStart() <= offset; kind = scanner.scan()) {
    if (scanner.getTokenEnd() <= offset) continue
    const isComment = kind === SingleLineCommentTrivia || kind === MultiLineCommentTrivia
    return isComment ? { start: scanner.getTokenStart(), end: scanner.getTokenEnd() } : undefined
  }
  return undefined
}

const shape = /^crowdproof-ignore-(next-line|line|file)(?![\w-])[\s:]*([\w-]+(?:\s*,\s*[\w-]+)*)?([^]*)$/

function parseComment(text: string, start: number, end: number): Suppression | undefined {
  const words = text.slice(start, end)
    .replace(/^\/\/|^\/\*+|\*\/$/g, '')
    .replace(/\s*\n[\s*]*|\s+/g, ' ')
    .trim()
  const parts = shape.exec(words)
  if (!parts) return undefined
  const [, scope, rules = '', rest = ''] = parts
  // Without a rule, the dashes of `-- reason` look like one.
  const isReason = /^-+$/.test(rules)
  return {
    scope: scope as Suppression['scope'],
    rules: isReason ? [] : rules.split(',').map(rule => rule.trim()).filter(Boolean),
    reason: rest.replace(/^\s*-+\s*/, '').trim(),
    start, end,
  }
}
