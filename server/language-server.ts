/**
 * The language server: what any client over stdio or node's ipc talks to. With `protocol/`, the only place that
 * speaks LSP. It knows messages; `protocol/` knows documents and folders; everything about code is behind `Session`.
 */
import {
  CodeActionKind, DidChangeConfigurationNotification, IPCMessageReader, IPCMessageWriter, ProposedFeatures, ResponseError,
  TextDocuments, TextDocumentSyncKind, createConnection,
  type CancellationToken, type Connection, type ConnectionOptions, type InitializeParams, type InitializeResult,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import manifest from '../package.json' with { type: 'json' }
import { fixAllKind, scanRequest, showPageCommand, type ScanParams, type ScanResult } from './messages.ts'
import { abilitiesOf, type Abilities } from './protocol/abilities.ts'
import { turn } from './protocol/calm.ts'
import type { OpenSession } from './protocol/folder.ts'
import { hover } from './protocol/hover.ts'
import { uriOf } from './protocol/places.ts'
import { documentsCountedIn, type Encoding } from './protocol/positions.ts'
import { cancelled, stopIf } from './protocol/scan.ts'
import { Service } from './protocol/service.ts'
import { watchFiles } from './protocol/watching.ts'

export type { OpenSession } from './protocol/folder.ts'

export interface ServerOptions {
  /** Folder with the rules' pages, `RULE.md`. */
  pages?: string
}

/** Requests that are cancelled before their turn never start. */
const connectionOptions: ConnectionOptions = {
  connectionStrategy: { cancelUndispatched: (message, next) => next(message) },
}

/** Serves the client that started this process: over node's ipc with `--node-ipc`, else over standard input and output. */
export function serve(openSession: OpenSession, options?: ServerOptions): void {
  const connection = process.argv.includes('--node-ipc')
    ? createConnection(ProposedFeatures.all, new IPCMessageReader(process), new IPCMessageWriter(process), connectionOptions)
    : createConnection(ProposedFeatures.all, process.stdin, process.stdout, connectionOptions)
  // Without anybody to answer there is nothing left to do.
  process.stdout.on('error', () => process.exit(1))
  process.on('disconnect', () => process.exit(1))
  // Standard output belongs to the protocol.
  console.log = console.info = console.debug = console.error
  // A server that ends takes every finding with it; one that goes on has lost one answer.
  process.on('uncaughtException', (error) => connection.console.error(`Uncaught: ${error.stack ?? error.message}`))
  process.on('unhandledRejection', (error) => connection.console.error(`Unhandled: ${describe(error)}`))
  startLanguageServer(connection, openSession, options)
}

/** Serves one client until it leaves. Nothing that goes wrong in a handler reaches it as more than a line in its log. */
export function startLanguageServer(connection: Connection, openSession: OpenSession, { pages }: ServerOptions = {}): void {
  let encoding: Encoding = 'utf-16'
  const documents = new TextDocuments<TextDocument>(documentsCountedIn(() => encoding))
  const log = (what: string, error: unknown): void => connection.console.error(`${what}: ${describe(error)}`)

  connection.onInitialize((params) => {
    const abilities = abilitiesOf(params)
    encoding = abilities.encoding
    const service = new Service({ connection, documents, openSession, abilities, params, pages, log })
    for (const uri of rootsOf(params)) service.folders.add(uri)
    const guard = new Guard(log)
    listenToClient(connection, service, abilities, guard)
    listenToDocuments(documents, service, abilities, guard)
    answerDiagnostics(connection, service, guard)
    answerEditor(connection, service, abilities, guard)
    return greetingTo(abilities)
  })
  documents.listen(connection)
  connection.listen()
}

/** Folders as clients of every age name them. */
function rootsOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri)
  if (rootUri) return [rootUri]
  return rootPath ? [uriOf(rootPath)] : []
}

/** The net under every handler. */
class Guard {
  readonly #log: (what: string, error: unknown) => void

  constructor(log: (what: string, error: unknown) => void) {
    this.#log = log
  }

  /** For what nobody waits for. */
  quietly<T extends unknown[]>(what: string, work: (...event: T) => void | Promise<void>): (...event: T) => void {
    return (...event) => void this.answer(what, undefined, () => work(...event))
  }

  /** For requests: what goes wrong is answered with `otherwise`, which says nothing at all. */
  async answer<R>(what: string, otherwise: R, work: () => R | Promise<R>): Promise<R> {
    try {
      return await work()
    } catch (error) {
      // A request that was cancelled says so.
      if (error instanceof ResponseError) throw error
      this.#log(what, error)
      return otherwise
    }
  }
}

function greetingTo({ pulls, resolvesEdits, folders, showsDocuments, encoding, codeActionLiterals }: Abilities): InitializeResult {
  return {
    serverInfo: { name: manifest.name, version: manifest.version },
    capabilities: {
      positionEncoding: encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      ...(codeActionLiterals && {
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: resolvesEdits },
      }),
      ...(pulls && { diagnosticProvider: { identifier: manifest.name, interFileDependencies: true, workspaceDiagnostics: true } }),
      ...(showsDocuments && { executeCommandProvider: { commands: [showPageCommand] } }),
      workspace: { workspaceFolders: { supported: true, ...(folders && { changeNotifications: true }) } },
    },
  }
}

function listenToClient(connection: Connection, service: Service, abilities: Abilities, guard: Guard): void {
  connection.onInitialized(guard.quietly('initialized', async () => {
    if (abilities.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(guard.quietly('folders', async ({ added, removed }) => {
        for (const { uri } of removed) await service.folders.remove(uri)
        for (const { uri } of added) service.folders.add(uri)
        await service.readSettings()
      }))
    }
    if (abilities.watchesFiles) await watchFiles(connection)
    if (abilities.registersConfiguration) await connection.client.register(DidChangeConfigurationNotification.type, { section: manifest.name })
    await service.readSettings()
  }))
  connection.onDidChangeConfiguration(guard.quietly('settings', ({ settings }) => {
    service.settings.take(settings)
    return service.readSettings()
  }))
  connection.onDidChangeWatchedFiles(guard.quietly('watched files', ({ changes }) => service.changedOnDisk(changes)))
  connection.onShutdown(() => guard.answer('shutdown', undefined, () => service.end()))
}

function listenToDocuments(documents: TextDocuments<TextDocument>, service: Service, abilities: Abilities, guard: Guard): void {
  documents.onDidOpen(guard.quietly('open', ({ document }) => {
    service.texts.set(document)
    const at = service.locate(document.uri)
    service.publisher.opened(document.uri)
    if (!at) return
    at.folder.session?.open(at.path, document.getText())
    void at.folder.indexed().then(() => service.changed())
  }))
  // Comes for every text, the first one too.
  documents.onDidChangeContent(guard.quietly('change', ({ document }) => {
    service.texts.set(document)
    const at = service.locate(document.uri)
    at?.folder.session?.change(at.path, document.getText())
    service.changed(at?.folder)
  }))
  documents.onDidSave(guard.quietly('save', async ({ document }) => {
    // Without a watcher a save is the only sign of life from the disk.
    const folder = service.locate(document.uri)?.folder
    if (!folder || abilities.watchesFiles) return
    await folder.scan()
    service.changed()
  }))
  documents.onDidClose(guard.quietly('close', ({ document }) => {
    const at = service.locate(document.uri)
    service.texts.delete(document.uri)
    service.publisher.closed(document.uri)
    at?.folder.session?.close(at.path)
    service.changed(at?.folder)
  }))
}

function answerDiagnostics(connection: Connection, service: Service, guard: Guard): void {
  const { diagnostics } = connection.languages
  diagnostics.on(({ textDocument, previousResultId }, token) => guard.answer('diagnostics', { kind: 'full', items: [] }, async () => {
    // Half an index would find too much and too little, so the first answer waits for all of it.
    const folder = service.locate(textDocument.uri)?.folder
    if (folder) await Promise.race([folder.indexed(), cancelled(token)])
    await turn()
    stopIf(token)
    return service.publisher.document(textDocument.uri, previousResultId)
  }))
  diagnostics.onWorkspace(({ previousResultIds }, token, progress, partial) => guard.answer('workspace diagnostics', { items: [] }, async () => {
    if (partial) {
      const held = service.publisher.hold(partial, previousResultIds, token)
      service.changed()
      return held
    }
    // A client that asks for everything in so many words gets it, unless its user has said otherwise.
    const { scope } = await service.settings.of()
    if (!service.publisher.whole && scope === 'openFiles') return { items: [] }
    await service.scanOnce(progress, token)
    return service.publisher.workspace(previousResultIds)
  }))
}

function answerEditor(connection: Connection, service: Service, abilities: Abilities, guard: Guard): void {
  connection.onHover(({ textDocument, position }, token) => guard.answer('hover', null, async () => {
    await turn()
    stopIf(token)
    const at = service.locate(textDocument.uri)
    return at ? hover(at, position, service.texts, abilities) : null
  }))
  connection.onCodeAction((params, token) => guard.answer('code actions', [], async () => {
    await turn()
    stopIf(token)
    return service.actions.offer(params)
  }))
  connection.onCodeActionResolve((action) => guard.answer('code action', action, () => service.actions.resolve(action)))
  connection.onExecuteCommand(({ command, arguments: words }) => guard.answer('command', null, async () => {
    const uri = command === showPageCommand && typeof words?.[0] === 'string' ? service.pageUri(words[0]) : undefined
    if (uri) await connection.window.showDocument({ uri, takeFocus: true })
    return null
  }))
  connection.onRequest(scanRequest, (params: ScanParams | undefined, token: CancellationToken) =>
    guard.answer<ScanResult>('scan', failedScan, () => service.scan(params ?? {}, token)))
}

const failedScan: ScanResult = {
  files: 0, findings: 0, skipped: [], problems: [{ path: '', message: 'The scan failed. The log says more.' }],
}

const describe = (error: unknown): string => (error instanceof Error ? error.stack ?? error.message : String(error))
