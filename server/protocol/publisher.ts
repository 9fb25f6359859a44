/**
 * What the client has been shown, and how that is kept right: open documents are pulled (or pushed to clients that
 * cannot pull); all other files go out through the workspace pull that the client leaves open, or are pushed.
 */
import {
  DocumentDiagnosticReportKind, type CancellationToken, type Connection, type DocumentDiagnosticReport,
  type PreviousResultId, type ResultProgressReporter, type WorkspaceDiagnosticReport, type WorkspaceDocumentDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Finding } from '../engine/finding.ts'
import { turn } from './calm.ts'
import type { Abilities } from './abilities.ts'
import type { Report, Reporter } from './diagnostics.ts'
import type { Folder } from './folder.ts'
import type { Folders } from './folders.ts'
import type { Texts } from './texts.ts'

const { Full, Unchanged } = DocumentDiagnosticReportKind
const nothing: Report = { items: [], id: 'none' }

/** A workspace pull that is left open: what it has been given, and how it ends. */
interface Held {
  progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult>
  /** URI → result id; undefined where the client's state is not known. */
  given: Map<string, string | undefined>
  end(): void
}

export interface PublisherHelpers {
  connection: Connection
  abilities: Abilities
  folders: Folders
  texts: Texts
  reporter: Reporter
  openDocuments(): TextDocument[]
  isOpen(uri: string): boolean
}

export class Publisher {
  /** Whether findings of files that are not open are shown. */
  whole = false
  readonly #help: PublisherHelpers
  /** Result ids that open documents were last answered with. */
  readonly #pulled = new Map<string, string>()
  /** What was pushed, by URI. */
  readonly #pushed = new Map<string, string>()
  #held: Held | undefined

  constructor(help: PublisherHelpers) {
    this.#help = help
  }

  /** The answer to a pull for one document, from what is known now. */
  document(uri: string, previousId: string | undefined): DocumentDiagnosticReport {
    const report = this.#reportOf(uri)
    this.#pulled.set(uri, report.id)
    if (report.id === previousId) return { kind: Unchanged, resultId: report.id }
    return { kind: Full, resultId: report.id, items: report.items }
  }

  /** Leaves a workspace pull open and feeds it, until the client cancels it or asks anew. */
  hold(
    progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult>, previous: PreviousResultId[], token: CancellationToken,
  ): Promise<WorkspaceDiagnosticReport> {
    this.#held?.end()
    return new Promise((resolve) => {
      const held: Held = {
        progress,
        given: new Map(previous.map(({ uri, value }) => [uri, value])),
        end: () => {
          if (this.#held === held) this.#held = undefined
          resolve({ items: [] })
        },
      }
      token.onCancellationRequested(held.end)
      this.#held = held
      // From here on the client gets them this way, so nothing may stay in what was pushed.
      for (const pushedUri of [...this.#pushed.keys()]) this.#push(pushedUri, nothing)
    })
  }

  /** The answer to a workspace pull that cannot be left open. */
  async workspace(previous: PreviousResultId[]): Promise<WorkspaceDiagnosticReport> {
    const known = new Map(previous.map(({ uri, value }) => [uri, value]))
    const items: WorkspaceDocumentDiagnosticReport[] = []
    for (const [uri, report] of await this.#everything()) {
      const version = this.#help.openDocuments().find((document) => document.uri === uri)?.version ?? null
      items.push(known.get(uri) === report.id
        ? { kind: Unchanged, uri, version, resultId: report.id }
        : { kind: Full, uri, version, resultId: report.id, items: report.items })
      known.delete(uri)
    }
    for (const uri of known.keys()) items.push({ kind: Full, uri, version: null, resultId: nothing.id, items: [] })
    return { items }
  }

  opened(uri: string): void {
    // The client pulls it from now on; what was pushed would show beside it.
    if (this.#help.abilities.pulls && this.#pushed.has(uri)) this.#push(uri, nothing)
  }

  closed(uri: string): void {
    this.#pulled.delete(uri)
    // Its last pull may or may not have been shown.
    this.#held?.given.set(uri, undefined)
    if (!this.#help.abilities.pulls && !this.whole) this.#push(uri, nothing)
  }

  /** Brings open documents up to date: by a push, or by asking the client to pull again if that gives something new. */
  async updateOpen(): Promise<void> {
    const { abilities, connection } = this.#help
    if (abilities.pulls && !abilities.refreshes) return
    for (const { uri } of this.#help.openDocuments()) {
      await turn()
      if (!this.#help.isOpen(uri) || !this.#help.folders.known(uri)?.folder.latest) continue
      const report = this.#reportOf(uri)
      if (!abilities.pulls) this.#push(uri, report)
      else if (this.#pulled.get(uri) !== report.id) {
        await connection.languages.diagnostics.refresh()
        return
      }
    }
  }

  /** Brings files that are not open up to date, as of each folder's last scan. */
  async updateRest(): Promise<void> {
    const shown = this.whole ? await this.#everything() : new Map<string, Report>()
    if (this.#held) this.#feed(this.#held, shown)
    else this.#pushClosed(shown)
  }

  /** How many findings the client has been shown, or could be by asking. */
  count(): number {
    const { folders } = this.#help
    if (this.whole) return folders.opened().reduce((sum, folder) => sum + (folder.latest?.findings.length ?? 0), 0)
    return this.#help.openDocuments().reduce((sum, { uri }) => {
      const at = folders.known(uri)
      return sum + (at && at.folder.latest ? at.folder.findings(at.path).length : 0)
    }, 0)
  }

  end(): void {
    this.#held?.end()
  }

  #feed(held: Held, shown: Map<string, Report>): void {
    const { given } = held
    const items: WorkspaceDocumentDiagnosticReport[] = []
    for (const uri of new Set([...given.keys(), ...shown.keys()])) {
      if (this.#help.isOpen(uri)) continue
      const report = shown.get(uri) ?? nothing
      if (given.has(uri) ? given.get(uri) === report.id : report.id === nothing.id) continue
      given.set(uri, report.id)
      items.push({ kind: Full, uri, version: null, resultId: report.id, items: report.items })
    }
    if (items.length) held.progress.report({ items })
  }

  #pushClosed(shown: Map<string, Report>): void {
    for (const uri of new Set([...this.#pushed.keys(), ...shown.keys()])) {
      if (!this.#help.isOpen(uri)) this.#push(uri, shown.get(uri) ?? nothing)
    }
  }

  #push(uri: string, report: Report): void {
    if ((this.#pushed.get(uri) ?? nothing.id) === report.id) return
    if (report.id === nothing.id) this.#pushed.delete(uri)
    else this.#pushed.set(uri, report.id)
    const version = this.#help.openDocuments().find((document) => document.uri === uri)?.version
    void this.#help.connection.sendDiagnostics({ uri, ...(version !== undefined && { version }), diagnostics: report.items })
  }

  #reportOf(uri: string): Report {
    const at = this.#help.folders.locate(uri)
    return at ? this.#help.reporter.report(at.folder, at.path, at.folder.findings(at.path)) : nothing
  }

  /** A report for every file that has findings, as of each folder's last scan; open documents as they are now. */
  async #everything(): Promise<Map<string, Report>> {
    const { folders, texts, reporter } = this.#help
    const reports = new Map<string, Report>()
    for (const folder of folders.opened()) {
      const paths = byPath(folder)
      for (const { uri } of this.#help.openDocuments()) {
        const at = folders.known(uri)
        if (at?.folder === folder) paths.set(at.path, folder.findings(at.path))
      }
      for (const [path, findings] of paths) {
        await turn()
        reports.set(texts.uri(folder, path), reporter.report(folder, path, findings))
      }
    }
    return reports
  }
}

function byPath(folder: Folder): Map<string, Finding[]> {
  const paths = new Map<string, Finding[]>()
  for (const finding of folder.latest?.findings ?? []) {
    const list = paths.get(finding.at.path)
    if (list) list.push(finding)
    else paths.set(finding.at.path, [finding])
  }
  return paths
}
