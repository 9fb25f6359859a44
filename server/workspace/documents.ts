/** Open documents: their texts win over the disk, and each keeps its reader, so that an edit is cheap. */
import type { FileFacts } from '../engine/facts.ts'
import { largestSource } from './files.ts'
import type { EngineParts } from './load-engine.ts'
import { reasonAgainstText } from './read-text.ts'

interface OpenDocument {
  text: string
  reader: ReturnType<EngineParts['openDocument']> | undefined
  facts: FileFacts | undefined
}

export class Documents {
  readonly #open = new Map<string, OpenDocument>()
  readonly #log: (line: string) => void

  constructor(log: (line: string) => void) {
    this.#log = log
  }

  get size(): number {
    return this.#open.size
  }

  paths(): string[] {
    return [...this.#open.keys()]
  }

  has(path: string): boolean {
    return this.#open.has(path)
  }

  text(path: string): string | undefined {
    return this.#open.get(path)?.text
  }

  /** Undefined for a document that is not analysed. */
  facts(path: string): FileFacts | undefined {
    return this.#open.get(path)?.facts
  }

  /** Takes a text over. Its facts are read as soon as the parser is there. */
  set(path: string, text: string, parts: EngineParts | undefined): void {
    const document = this.#open.get(path) ?? { text, reader: undefined, facts: undefined }
    document.text = text
    this.#open.set(path, document)
    if (parts !== undefined) this.#read(path, document, parts)
  }

  /** Reads what was opened before the parser was there. */
  readAll(parts: EngineParts): void {
    for (const [path, document] of this.#open) if (document.facts === undefined) this.#read(path, document, parts)
  }

  delete(path: string): void {
    this.#open.delete(path)
  }

  #read(path: string, document: OpenDocument, parts: EngineParts): void {
    const language = parts.languageOf(path)
    const { text } = document
    if (language === undefined || text.length > largestSource || text.includes('\0') || reasonAgainstText(path, text) !== undefined) {
      document.reader = undefined
      document.facts = undefined
      return
    }
    try {
      if (document.reader === undefined) document.reader = parts.openDocument(text, language)
      else document.reader.update(text)
      document.facts = document.reader.facts
    } catch (error) {
      // The facts of the text before are better than none, and the next edit starts afresh.
      document.reader = undefined
      this.#log(`${path} could not be read: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }
}
