/** Wrong settings and damaged schemas, shown at the file that has them. */
import path from 'node:path'
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver/node'
import { source } from './diagnostics.ts'
import type { Folders } from './folders.ts'
import { isSource, uriOf } from './places.ts'

export class ProblemList {
  readonly #connection: Connection
  readonly #folders: Folders
  /** URI → what was pushed for it. */
  #shown = new Map<string, string>()

  constructor(connection: Connection, folders: Folders) {
    this.#connection = connection
    this.#folders = folders
  }

  update(): void {
    const lists = new Map<string, Diagnostic[]>()
    for (const folder of this.#folders.opened()) {
      for (const problem of folder.latest?.problems ?? []) {
        // A source file's list belongs to its findings, and a folder has no lines.
        if (problem.path === '' || isSource(problem.path)) continue
        const uri = uriOf(path.join(folder.root, problem.path))
        const start = { line: Math.max(0, (problem.line ?? 1) - 1), character: 0 }
        const range = { start, end: { line: start.line + 1, character: 0 } }
        const list = lists.get(uri) ?? []
        lists.set(uri, [...list, { range, severity: DiagnosticSeverity.Warning, source, message: problem.message }])
      }
    }
    const texts = new Map([...lists].map(([uri, list]) => [uri, JSON.stringify(list)]))
    for (const uri of new Set([...this.#shown.keys(), ...texts.keys()])) {
      if (this.#shown.get(uri) === texts.get(uri)) continue
      void this.#connection.sendDiagnostics({ uri, diagnostics: lists.get(uri) ?? [] })
    }
    this.#shown = texts
  }
}
