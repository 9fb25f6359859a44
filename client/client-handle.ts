/** The language server's client: how it is started, what happens when the server dies, and what it is told at first. */
import * as vscode from 'vscode'
import {
  CloseAction, ErrorAction, LanguageClient, TransportKind,
  type CloseHandlerResult, type ErrorHandlerResult, type LanguageClientOptions, type ServerOptions,
} from 'vscode-languageclient/node'
import { showPageCommand, statusNotification, type Greeting, type Status } from '../server/messages.ts'
import { showPage } from './pages.ts'
import type { StatusItem } from './status-item.ts'

const languages = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact']

/** A server that dies more often than this within the time is not started again by itself. */
const deaths = { most: 5, within: 3 * 60_000 }

export class ClientHandle {
  readonly log: vscode.LogOutputChannel
  /** A scan has been asked for: a server that is started again shows its findings again. */
  scanned = false
  readonly #context: vscode.ExtensionContext
  readonly #status: StatusItem
  #client: LanguageClient | undefined
  #deaths: number[] = []

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, status: StatusItem) {
    this.#context = context
    this.log = log
    this.#status = status
  }

  /** The client once its server answers; undefined when that cannot be. */
  async running(): Promise<LanguageClient | undefined> {
    await this.start()
    return this.#client?.isRunning() ? this.#client : undefined
  }

  async start(): Promise<void> {
    const client = (this.#client ??= this.#create())
    try {
      await client.start()
    } catch (error) {
      this.log.error(`The language server did not start: ${String(error)}`)
      this.#status.stopped()
    }
  }

  async restart(): Promise<void> {
    this.#deaths = []
    await this.stop()
    await this.start()
  }

  async stop(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    try {
      await client?.dispose()
    } catch (error) {
      // It may be on its way down already.
      this.log.warn(`The language server did not stop in time: ${String(error)}`)
    }
  }

  #create(): LanguageClient {
    const module = this.#context.asAbsolutePath('dist/language-server.js')
    // Not the workspace's folder: nothing there may have a say in how the server starts.
    const server = { module, transport: TransportKind.ipc, options: { cwd: this.#context.extensionPath } }
    const servers: ServerOptions = { run: server, debug: { ...server, options: { ...server.options, execArgv: ['--inspect'] } } }
    const client = new LanguageClient('crowdproof', 'Crowdproof', servers, this.#options())
    client.onNotification(statusNotification, (status: Status) => this.#status.show(status))
    return client
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: languages.map((language) => ({ language, scheme: 'file' })),
      outputChannel: this.log,
      initializationOptions: (): Greeting => ({ status: true, scanned: this.scanned }),
      diagnosticPullOptions: { onChange: true, onFocus: true },
      errorHandler: { error: () => this.#broken(), closed: () => this.#died() },
      middleware: {
        // Other editors are shown the page's file; here it can be rendered.
        executeCommand: (command, words, next) =>
          command === showPageCommand ? showPage(this.#context, words[0]) : next(command, words),
      },
    }
  }

  /** A message that could not be read or written is logged; the end of the connection is another event. */
  #broken(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true }
  }

  #died(): CloseHandlerResult {
    const now = Date.now()
    this.#deaths = [...this.#deaths, now].filter((time) => now - time < deaths.within)
    if (this.#deaths.length < deaths.most) {
      return { action: CloseAction.Restart, handled: true, message: 'The language server ended unexpectedly and is started again.' }
    }
    const message = `The Crowdproof language server ended ${deaths.most} times within three minutes and stays stopped.`
    this.#status.stopped()
    void this.#offerRestart(message)
    return { action: CloseAction.DoNotRestart, handled: true, message }
  }

  async #offerRestart(message: string): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, 'Restart', 'Show Log')
    if (chosen === 'Restart') await this.restart()
    if (chosen === 'Show Log') this.log.show(true)
  }
}
