/** What stands behind the handlers of the language server: folders, texts, settings, and what the client was shown. */
import fs from 'node:fs'
import path from 'node:path'
import type { CancellationToken, Connection, InitializeParams, TextDocuments, WorkDoneProgressReporter } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Greeting, ScanParams, ScanResult } from '../messages.ts'
import type { Session, SessionOptions } from '../workspace/session.ts'
import type { Abilities } from './abilities.ts'
import { Actions } from './actions.ts'
import { Calm } from './calm.ts'
import { Reporter } from './diagnostics.ts'
import { Folder, type OpenSession } from './folder.ts'
import { Folders, type Located } from './folders.ts'
import { fileOf, isSource, uriOf } from './places.ts'
import { ProblemList } from './problem-list.ts'
import { Publisher } from './publisher.ts'
import { scanAll, showIndexing } from './scan.ts'
import { Settings } from './settings.ts'
import { StatusTeller } from './status.ts'
import { Texts } from './texts.ts'
import { Changes } from './watching.ts'

export interface ServiceOptions {
  connection: Connection
  documents: TextDocuments<TextDocument>
  openSession: OpenSession
  abilities: Abilities
  params: InitializeParams
  /** Folder with the rules' pages, `RULE.md`. */
  pages: string | undefined
  log(what: string, error: unknown): void
}

export class Service {
  readonly settings: Settings
  readonly folders: Folders
  readonly texts: Texts
  readonly publisher: Publisher
  readonly actions: Actions
  readonly #options: ServiceOptions
  readonly #problems: ProblemList
  readonly #status: StatusTeller | undefined
  readonly #changes: Changes
  readonly #settling: Calm
  readonly #rescanning: Calm
  readonly #reading: Calm
  /** Folders whose last scan no longer says how things are. */
  readonly #stale = new Set<Folder>()
  /** A scan was asked for: from then on everything is shown. */
  #scanned: boolean

  constructor(options: ServiceOptions) {
    const { connection, documents, openSession, abilities, params } = options
    const greeting = (params.initializationOptions ?? {}) as Greeting
    const trouble = (error: unknown): void => options.log('keeping up', error)
    this.#options = options
    this.#scanned = greeting.scanned === true
    this.settings = new Settings(connection, abilities, greeting.settings)
    this.texts = new Texts(abilities.encoding)
    this.folders = new Folders((root) => this.#openFolder(root, openSession))
    const { folders, texts } = this
    const reporter = new Reporter(texts, abilities, (rule) => this.pageUri(rule))
    this.publisher = new Publisher({
      connection, abilities, reporter, folders, texts,
      openDocuments: () => documents.all().filter(({ uri }) => this.locate(uri)),
      isOpen: (uri) => documents.get(uri) !== undefined,
    })
    this.actions = new Actions({
      texts, abilities, reporter,
      locate: (uri) => this.locate(uri),
      hasPage: (rule) => this.pageUri(rule) !== undefined,
      tell: (message) => connection.window.showInformationMessage(message),
    })
    this.#problems = new ProblemList(connection, folders)
    this.#status = greeting.status ? new StatusTeller(connection, folders, this.publisher) : undefined
    this.#changes = new Changes(folders)
    this.#settling = new Calm(200, () => this.#settle(), trouble)
    // All files are looked at for this, which can wait for a longer pause.
    this.#rescanning = new Calm(600, () => this.#rescan(), trouble)
    this.#reading = new Calm(150, () => this.#readChanges(), trouble)
  }

  /** The folder and path of a source file; undefined for everything that is not analysed. */
  locate(uri: string): Located | undefined {
    const file = fileOf(uri)
    return file && isSource(file) ? this.folders.locate(uri) : undefined
  }

  /** The address of a rule's page, if it was shipped. */
  pageUri(rule: string): string | undefined {
    const { pages } = this.#options
    if (!pages || !/^[\w-]+$/.test(rule)) return undefined
    const file = path.join(pages, `${rule}.md`)
    return fs.existsSync(file) ? uriOf(file) : undefined
  }

  /** Something was edited, opened or closed: brings everything else up to date after a pause. */
  changed(folder?: Folder): void {
    if (folder) this.#stale.add(folder)
    this.#settling.soon()
  }

  changedOnDisk(changes: Parameters<Changes['add']>[0]): void {
    if (this.#changes.add(changes)) this.#reading.soon()
  }

  /** Rereads the settings and applies them to what is at work. */
  async readSettings(): Promise<void> {
    const { scope } = await this.settings.of()
    this.publisher.whole = this.#scanned || scope === 'workspace'
    for (const folder of this.folders.opened()) {
      folder.session?.settings(await this.settings.of(folder.root))
      this.#stale.add(folder)
    }
    if (this.publisher.whole) for (const folder of this.folders.all()) this.#stale.add(folder)
    this.#settling.soon()
  }

  async scan({ workDoneToken }: ScanParams, token: CancellationToken): Promise<ScanResult> {
    const result = await this.scanOnce(this.#options.connection.window.attachWorkDoneProgress(workDoneToken), token)
    this.#scanned = true
    this.publisher.whole = true
    await this.publisher.updateOpen()
    await this.#showRest()
    return result
  }

  /** Reads every folder anew, without changing what is shown. */
  scanOnce(progress: WorkDoneProgressReporter, token: CancellationToken): Promise<ScanResult> {
    const { documents } = this.#options
    const isNeeded = (folder: Folder): boolean =>
      this.publisher.whole || documents.all().some(({ uri }) => this.locate(uri)?.folder === folder)
    return scanAll(this.folders.all(), progress, token, isNeeded)
  }

  async end(): Promise<void> {
    this.#settling.stop()
    this.#rescanning.stop()
    this.#reading.stop()
    this.#status?.stop()
    this.publisher.end()
    await this.folders.dispose()
  }

  async #settle(): Promise<void> {
    await this.publisher.updateOpen()
    this.#status?.soon()
    if (this.publisher.whole && this.#stale.size) this.#rescanning.soon()
    else await this.#showRest()
  }

  async #rescan(): Promise<void> {
    const stale = [...this.#stale]
    this.#stale.clear()
    await Promise.all(stale.map((folder) => folder.scan()))
    await this.#showRest()
  }

  async #showRest(): Promise<void> {
    await this.publisher.updateRest()
    this.#problems.update()
    this.#status?.soon()
  }

  async #readChanges(): Promise<void> {
    for (const [folder, paths] of this.#changes.take()) {
      await folder.indexed()
      await folder.session?.changed(paths)
      // Settings, schemas and folders that came or went change more than the files that are named.
      if (paths.some((changed) => !isSource(changed))) await folder.scan()
      this.#stale.add(folder)
    }
    this.#settling.soon()
  }

  #openFolder(root: string, openSession: OpenSession): Folder {
    const { documents, connection, abilities, log } = this.#options
    const open = async (options: SessionOptions): Promise<Session> => openSession({
      ...options,
      settings: await this.settings.of(root),
      log: (line) => connection.console.log(line),
    })
    const folder = new Folder({ root }, open, {
      log: (line) => connection.console.log(line),
      warn: (line) => connection.console.error(line),
      changed: () => this.#status?.soon(),
      open: (folder) => documents.all().flatMap((document) => {
        const at = this.locate(document.uri)
        return at?.folder === folder ? [[at.path, document.getText()] as const] : []
      }),
    })
    if (!this.#status && abilities.progress) {
      void showIndexing(connection, folder).catch((error: unknown) => log('progress', error))
    }
    return folder
  }
}
