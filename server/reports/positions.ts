/** Lines and columns as editors and code hosts count them. */

/** From 1; columns count UTF-16 units. */
export interface Position {
  line: number
  column: number
}

/**
 * Offsets to positions in a text. Only CR, LF and CRLF end a line: unlike ECMAScript, editors do not break lines at
 * U+2028, and a report whose lines differ from the editor's is useless.
 */
export function positionsIn(text: string): (offset: number) => Position {
  const starts = lineStarts(text)
  return offset => {
    const inside = Math.max(0, Math.min(offset, text.length))
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (starts[middle]! <= inside) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: inside - starts[low]! + 1 }
  }
}

/** The text of a line (from 1), without its end. */
export function lineOf(text: string, line: number): string {
  const starts = lineStarts(text)
  const start = starts[line - 1]
  if (start === undefined) return ''
  return text.slice(start, starts[line] ?? text.length).replace(/[\r\n]+$/, '')
}

/** How many lines an editor shows. */
export const lineCount = (text: string): number => lineStarts(text).length

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 13 && text.charCodeAt(at + 1) === 10) continue
    if (unit === 10 || unit === 13) starts.push(at + 1)
  }
  return starts
}
