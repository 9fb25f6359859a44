/** The texts that offsets count in: of open documents as the client has them, of all others as the session read them. */
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Folder } from './folder.ts'
import { fileOf, uriOf } from './places.ts'
import { Positions, type Encoding } from './positions.ts'
import path from 'node:path'

export class Texts {
  readonly encoding: Encoding
  /** Absolute path → open document. */
  readonly #open = new Map<string, TextDocument>()

  constructor(encoding: Encoding) {
    this.encoding = encoding
  }

  /** Takes a document, or its new version, into account. */
  set(document: TextDocument): void {
    const file = fileOf(document.uri)
    if (file) this.#open.set(file, document)
  }

  delete(uri: string): void {
    const file = fileOf(uri)
    if (file) this.#open.delete(file)
  }

  document(folder: Folder, relative: string): TextDocument | undefined {
    return this.#open.get(path.join(folder.root, relative))
  }

  /** The client's own address of an open document; a made one otherwise. */
  uri(folder: Folder, relative: string): string {
    return this.document(folder, relative)?.uri ?? uriOf(path.join(folder.root, relative))
  }

  positions(folder: Folder, relative: string): Positions | undefined {
    const document = this.document(folder, relative)
    if (document) return new Positions(document, this.encoding)
    const text = folder.session?.text(relative)
    return text === undefined ? undefined : Positions.of(text, this.encoding)
  }
}
