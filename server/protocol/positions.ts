/**
 * Offsets to positions and back. Inside, offsets count UTF-16 units; a client may have its columns counted in
 * UTF-8 bytes instead.
 */
import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver/node'

export type Encoding = 'utf-16' | 'utf-8'

/** One text with both ways of counting. */
export class Positions {
  readonly document: TextDocument
  readonly #encoding: Encoding

  constructor(document: TextDocument, encoding: Encoding) {
    this.document = document
    this.#encoding = encoding
  }

  static of(text: string, encoding: Encoding): Positions {
    return new Positions(TextDocument.create('', '', 0, text), encoding)
  }

  position(offset: number): Position {
    const position = this.document.positionAt(offset)
    if (this.#encoding === 'utf-16') return position
    const before = this.document.getText({ start: { line: position.line, character: 0 }, end: position })
    return { line: position.line, character: Buffer.byteLength(before) }
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) }
  }

  offset(position: Position): number {
    return this.document.offsetAt(this.inUnits(position))
  }

  /** The same position with its column in UTF-16 units. */
  inUnits(position: Position): Position {
    if (this.#encoding === 'utf-16') return position
    const line = this.document.getText({
      start: { line: position.line, character: 0 },
      end: { line: position.line + 1, character: 0 },
    })
    let bytes = 0
    let units = 0
    for (const character of line) {
      if (bytes >= position.character) break
      bytes += Buffer.byteLength(character)
      units += character.length
    }
    return { line: position.line, character: units }
  }
}

/** How open documents are kept: changes come in the client's counting, so they are recounted before they are applied. */
export const documentsCountedIn = (encoding: () => Encoding) => ({
  create: TextDocument.create,
  update(document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number): TextDocument {
    let current = document
    for (const change of changes) {
      current = TextDocument.update(current, [recounted(current, change, encoding())], version)
    }
    return current
  },
})

function recounted(document: TextDocument, change: TextDocumentContentChangeEvent, encoding: Encoding): TextDocumentContentChangeEvent {
  if (!('range' in change) || encoding === 'utf-16') return change
  const positions = new Positions(document, encoding)
  return { text: change.text, range: { start: positions.inUnits(change.range.start), end: positions.inUnits(change.range.end) } }
}
