/** The extension: starts the language server and gives it a face. It knows no rule. */
import * as vscode from 'vscode'
import { ClientHandle } from './client-handle.ts'
import { fixAllInFile } from './fix-command.ts'
import { scanWorkspace } from './scan-command.ts'
import { StatusItem } from './status-item.ts'

let handle: ClientHandle | undefined

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Crowdproof', { log: true })
  const status = new StatusItem()
  const client = (handle = new ClientHandle(context, log, status))

  context.subscriptions.push(
    log,
    status,
    vscode.commands.registerCommand('crowdproof.scan', () => scanWorkspace(client)),
    vscode.commands.registerCommand('crowdproof.fixAll', () => fixAllInFile(client)),
    vscode.commands.registerCommand('crowdproof.restart', () => client.restart()),
    vscode.commands.registerCommand('crowdproof.showLog', () => log.show(true)),
  )
  await client.start()
}

export async function deactivate(): Promise<void> {
  await handle?.stop()
}
