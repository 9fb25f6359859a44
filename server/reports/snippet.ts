/** The line of source a finding is about, with the marked stretch underlined. */
import stringWidth from 'fast-string-width'
import type { Stretch } from './report.ts'
import { lineOf } from './positions.ts'
import { printable } from './words.ts'

export interface Snippet {
  line: number
  /** Before, inside and after the marked stretch, ready to be printed. */
  before: string
  marked: string
  after: string
  /** Spaces and carets for the line below. */
  indent: string
  carets: string
}

/** Undefined for a line that is not there any more. */
export function snippetOf(text: string, { start, end }: Stretch, columns: number): Snippet | undefined {
  const line = lineOf(text, start.line)
  if (line.trim() === '') return undefined

  const from = start.column - 1
  // A stretch over several lines is marked to the end of its first.
  const to = Math.max(from, start.line === end.line ? end.column - 1 : line.length)
  const indentation = line.length - line.trimStart().length
  const window = windowOf({ from, to, length: line.length, indentation: Math.min(indentation, from), columns })

  const cut = (a: number, b: number) => printable(line.slice(a, b).replaceAll('\t', '  '))
  const before = (window.start > indentation ? '…' : '') + cut(window.start, from)
  const marked = cut(from, Math.min(to, window.end))
  const after = cut(Math.min(to, window.end), window.end) + (window.end < line.length ? '…' : '')
  return {
    line: start.line,
    before,
    marked,
    after,
    indent: ' '.repeat(stringWidth(before)),
    carets: '^'.repeat(Math.max(1, stringWidth(marked))),
  }
}

interface Line {
  from: number
  to: number
  length: number
  indentation: number
  columns: number
}

/** Which part of a line to show: all of it without its indentation, or what fits around the mark. */
function windowOf({ from, to, length, indentation, columns }: Line): { start: number; end: number } {
  if (length - indentation <= columns) return { start: indentation, end: length }
  const lead = Math.max(8, Math.floor((columns - Math.min(to - from, columns)) / 2))
  const start = Math.max(indentation, Math.min(from - lead, length - columns))
  return { start, end: Math.min(length, start + columns) }
}
