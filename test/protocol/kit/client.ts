/** A client as an editor would be one, against a server in this process or in one of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  ProposedFeatures, StreamMessageReader, StreamMessageWriter, createConnection, createProtocolConnection,
  type ClientCapabilities, type CodeAction, type Diagnostic, type DocumentDiagnosticReport, type InitializeResult,
  type LogMessageParams, type ProtocolConnection, type PublishDiagnosticsParams, type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node'
import { startLanguageServer, type OpenSession } from '../../../server/language-server.ts'
import type { Greeting } from '../../../server/messages.ts'

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))
export const builtServer = path.join(projectRoot, 'dist', 'language-server.js')

/** All that VS Code's own client can do, as far as the server asks. */
export const ableClient: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  window: { workDoneProgress: true, showDocument: { support: true } },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], changeAnnotationSupport: {} },
  },
  textDocument: {
    diagnostic: { dynamicRegistration: true, relatedInformation: true, codeDescriptionSupport: true },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    codeAction: {
      dataSupport: true, resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source'] } },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
}

/** No pull, no refresh, no resolve, no progress, no settings, no watching; positions in bytes. */
export const bareClient: ClientCapabilities = {
  general: { positionEncodings: ['utf-8'] },
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
}

export interface ClientOptions {
  folders: string[]
  capabilities?: ClientCapabilities
  greeting?: Greeting
  /** What the editor's settings are when it is asked. */
  settings?: { crowdproof: unknown }
}

export class TestClient {
  readonly connection: ProtocolConnection
  /** The server's process, where it has one. */
  readonly process: ChildProcess | undefined
  readonly logged: LogMessageParams[] = []
  /** Messages that a person would have seen. */
  readonly shown: { type: number; message: string }[] = []
  readonly pushed: PublishDiagnosticsParams[] = []
  readonly status: { state: string; findings: number }[] = []
  readonly registered: string[] = []
  readonly documentsShown: string[] = []
  refreshes = 0
  initialized!: InitializeResult
  settings: { crowdproof: unknown }
  #versions = new Map<string, number>()

  constructor(connection: ProtocolConnection, process: ChildProcess | undefined, settings: { crowdproof: unknown }) {
    this.connection = connection
    this.process = process
    this.settings = settings
    connection.onNotification('window/logMessage', (params: LogMessageParams) => void this.logged.push(params))
    connection.onNotification('window/showMessage', (params: LogMessageParams) => void this.shown.push(params))
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => void this.pushed.push(params))
    connection.onNotification('crowdproof/status', (params: { state: string; findings: number }) => void this.status.push(params))
    connection.onRequest('window/showMessageRequest', (params: LogMessageParams) => { this.shown.push(params); return null })
    connection.onRequest('client/registerCapability', ({ registrations }: { registrations: { method: string }[] }) => {
      this.registered.push(...registrations.map(({ method }) => method))
    })
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => this.settings.crowdproof))
    connection.onRequest('window/workDoneProgress/create', () => null)
    connection.onRequest('workspace/diagnostic/refresh', () => { this.refreshes++ })
    connection.onRequest('window/showDocument', ({ uri }: { uri: string }) => { this.documentsShown.push(uri); return { success: true } })
    connection.listen()
  }

  async greet({ folders, capabilities = ableClient, greeting }: ClientOptions): Promise<this> {
    this.initialized = await this.connection.sendRequest('initialize', {
      processId: process.pid, capabilities,
      rootUri: folders[0] ? pathToFileURL(folders[0]).href : null,
      workspaceFolders: capabilities.workspace?.workspaceFolders ? folders.map((folder) => ({ uri: uri(folder), name: path.basename(folder) })) : undefined,
      initializationOptions: greeting,
    })
    await this.connection.sendNotification('initialized', {})
    return this
  }

  async open(file: string, text = fs.readFileSync(file, 'utf8')): Promise<string> {
    this.#versions.set(file, 1)
    const languageId = file.endsWith('x') ? 'typescriptreact' : 'typescript'
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri: uri(file), languageId, version: 1, text } })
    return uri(file)
  }

  /** Replaces a stretch of text, or all of it. */
  async change(file: string, text: string, range?: Diagnostic['range']): Promise<number> {
    const version = this.#versions.get(file)! + 1
    this.#versions.set(file, version)
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: uri(file), version }, contentChanges: [range ? { range, text } : { text }],
    })
    return version
  }

  async close(file: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(file) } })
  }

  pull(file: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: uri(file) }, previousResultId })
  }

  async items(file: string): Promise<Diagnostic[]> {
    const report = await this.pull(file)
    if (report.kind !== 'full') throw new Error('Unchanged, though nothing was known before.')
    return report.items
  }

  actions(file: string, range: Diagnostic['range'], only?: string[], diagnostics: Diagnostic[] = []): Promise<CodeAction[]> {
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri: uri(file) }, range, context: { diagnostics, only } })
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action)
  }

  /** Leaves a workspace pull open and collects what comes through it. */
  hold(previousResultIds: { uri: string; value: string }[] = []): { reports: WorkspaceDocumentDiagnosticReport[]; answer: Promise<unknown> } {
    const reports: WorkspaceDocumentDiagnosticReport[] = []
    const partialResultToken = `workspace-${Math.random()}`
    this.connection.onNotification('$/progress', ({ token, value }: { token: string; value: { items?: WorkspaceDocumentDiagnosticReport[] } }) => {
      if (token === partialResultToken) reports.push(...(value.items ?? []))
    })
    return { reports, answer: this.connection.sendRequest('workspace/diagnostic', { previousResultIds, partialResultToken }) }
  }

  async leave(): Promise<void> {
    try {
      await this.connection.sendRequest('shutdown')
      if (this.process) await this.connection.sendNotification('exit')
    } catch {
      // The server is gone already.
    }
    this.connection.dispose()
  }
}

/** A server in this process, over a stand-in session. */
export function connectInside(openSession: OpenSession, options: ClientOptions, pages?: string): Promise<TestClient> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()]
  // The streams are not the process's own, so that a server's end does not end the test.
  const server = createConnection(ProposedFeatures.all, new StreamMessageReader(toServer), new StreamMessageWriter(toClient))
  startLanguageServer(server, openSession, { pages })
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer))
  return new TestClient(client, undefined, options.settings ?? { crowdproof: {} }).greet(options)
}

/** The built server in a process of its own, over standard input and output. */
export function connectProcess(options: ClientOptions): Promise<TestClient> {
  if (!fs.existsSync(builtServer)) throw new Error('dist/language-server.js is missing: run `npm run build` first.')
  const child = spawn(process.execPath, [builtServer, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  return new TestClient(connection, child, options.settings ?? { crowdproof: {} }).greet(options)
}

export const uri = (file: string): string => pathToFileURL(file).href

/** A folder with these files; removed by the system some day, as temporary folders are. */
export function folderWith(files: Record<string, string>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'crowdproof protokoll ä-')))
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), text)
  }
  return folder
}

export async function until<T>(what: string, probe: () => T | undefined | false | Promise<T | undefined | false>, limit = 10_000): Promise<T> {
  for (const end = Date.now() + limit; ;) {
    const found = await probe()
    if (found) return found
    if (Date.now() > end) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time))

/** What a client that follows the protocol makes of a text and its edits. */
export function applied(text: string, edits: { range: Diagnostic['range']; newText: string }[]): string {
  const lines = text.split('\n')
  const offset = ({ line, character }: { line: number; character: number }): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((all, { range, newText }) => all.slice(0, offset(range.start)) + newText + all.slice(offset(range.end)), text)
}
